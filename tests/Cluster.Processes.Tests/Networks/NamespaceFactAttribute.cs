namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>A spec with a network of its own. On a machine that gives none it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = Namespaces.Missing;
}
