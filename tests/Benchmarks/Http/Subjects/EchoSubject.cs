using NeuronActors.Benchmarks.Lab;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>A gRPC server that gives back the bytes it gets, and nothing else.</summary>
internal sealed class EchoSubject(BareServer server) : ISubject
{
    /// <summary>There is no REST; its gRPC again.</summary>
    public Uri Rest => Grpc;

    public Uri Grpc => new($"http://127.0.0.1:{server.Port}");

    public static async Task<EchoSubject> StartAsync() => new(await BareServer.StartAsync(new TransportSettings()));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
