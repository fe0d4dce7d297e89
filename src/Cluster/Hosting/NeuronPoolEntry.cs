namespace NeuronActors.Cluster.Hosting;

/// <summary>The key of the pool's entry actor: <c>IRequiredActor&lt;NeuronPoolEntry&gt;</c>.</summary>
public sealed class NeuronPoolEntry
{
    private NeuronPoolEntry()
    {
    }
}
