namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>Carries one request at a time.</summary>
internal interface ILane : IDisposable
{
    ValueTask<Outcome> SendAsync();
}
