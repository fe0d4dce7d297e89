namespace NeuronActors.Cluster.Tests;

/// <summary>
/// Specs that measure time or memory of the process: nothing runs beside them. The others may, as most of what they take is waiting for a
/// cluster to make up its mind.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
