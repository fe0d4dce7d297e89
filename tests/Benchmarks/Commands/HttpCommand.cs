using NeuronActors.Benchmarks.Http.Cases;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>http</c>: what the node costs its clients, against bare servers that run the same session, each in a process of its own.</summary>
internal static class HttpCommand
{
    public static ProcessCasesCommand Make() =>
        new("http", "What REST and gRPC cost, against bare servers, and what twice too much does.", HttpCases.All);
}
