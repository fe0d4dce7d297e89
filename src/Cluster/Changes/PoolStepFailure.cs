namespace NeuronActors.Cluster.Changes;

/// <summary>Why a node did not do its step.</summary>
internal sealed record PoolStepFailure(NodeName Node, RuntimeErrorKind Kind, string Message);
