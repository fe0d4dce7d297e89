namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>A server under load.</summary>
internal interface ISubject : IAsyncDisposable
{
    Uri Rest { get; }

    Uri Grpc { get; }
}
