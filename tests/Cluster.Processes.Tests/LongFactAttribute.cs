namespace NeuronActors.Cluster.Processes;

/// <summary>A spec that takes minutes, most of them waiting for a cluster to make up its mind. Run when NEURON_LONG_SPECS is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = LongSpecs.Missing;
}
