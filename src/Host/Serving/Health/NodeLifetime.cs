namespace NeuronActors.Node.Serving.Health;

/// <summary>Whether the node is starting, serving or on its way down. Thread-safe.</summary>
internal sealed class NodeLifetime : IDisposable
{
    private readonly CancellationTokenSource _draining = new();
    private volatile bool _hasStarted;

    /// <summary>Whether everything that was asked for at the start has been tried.</summary>
    public bool HasStarted => _hasStarted;

    /// <summary>Whether the node is on its way down.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    /// <summary>Cancelled when the node begins to drain: what holds a connection open without an end ends then.</summary>
    public CancellationToken Draining => _draining.Token;

    public void MarkStarted() => _hasStarted = true;

    public void BeginDrain() => _draining.Cancel();

    public void Dispose() => _draining.Dispose();
}
