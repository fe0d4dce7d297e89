namespace NeuronActors.Cluster.Configuration;

/// <summary>How what is meant and what is are kept together; see <c>neuron.cluster.desired</c>.</summary>
internal sealed record DesiredSettings(LostNodePolicy LostNode, TimeSpan ReplaceAfter, TimeSpan ReconcileInterval, TimeSpan WriteTimeout);
