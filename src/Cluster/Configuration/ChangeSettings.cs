namespace NeuronActors.Cluster.Configuration;

/// <summary>How changes across nodes are run; see <c>neuron.cluster.changes</c>.</summary>
internal sealed record ChangeSettings(TimeSpan WaitForCoordinator, TimeSpan StepTimeout, TimeSpan WaitForNode, int QueueCapacity);
