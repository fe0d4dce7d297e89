using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

/// <summary>A request in a <see cref="RouterWorld"/>, and what has become of it so far.</summary>
internal sealed class RouterRequest(PendingInfer pending)
{
    public PendingInfer Pending => pending;

    public ValueTask<InferAnswer> Answer { get; } = pending.Answer;

    public CancellationTokenSource Source { get; } = new();

    /// <summary>Whether it has been given to any lane. From then on it may wait beyond the queue's capacity.</summary>
    public bool WasSent { get; set; }

    public int Executions { get; set; }

    public int Failures { get; set; }

    /// <summary>The stage and core of its last failure.</summary>
    public (int Stage, VisibleCoreIndex Core)? FailedOn { get; set; }
}
