namespace NeuronActors.Cluster.Processes;

/// <summary>The specs that share <see cref="ThreeNodes"/>.</summary>
[CollectionDefinition(Name)]
public sealed class ThreeNodesCollection : ICollectionFixture<ThreeNodes>
{
    public const string Name = "three nodes";
}
