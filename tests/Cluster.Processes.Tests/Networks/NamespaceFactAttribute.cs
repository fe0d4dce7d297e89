namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>A spec with a network of its own, which takes minutes. On a machine that gives none it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = LongSpecs.Missing ?? Namespaces.Missing;
}
