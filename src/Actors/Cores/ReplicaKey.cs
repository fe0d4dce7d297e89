namespace NeuronActors.Cores;

/// <summary>Names one replica: a subgraph of a model on a core. There is never more than one of a key.</summary>
internal readonly record struct ReplicaKey(ModelName Model, string Subgraph, VisibleCoreIndex Core)
{
    public override string ToString() => $"{Model}/{Subgraph} on NeuronCore {Core}";
}
