using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Placement;

/// <summary>One subgraph in the placement table.</summary>
internal sealed class PlacedSubgraph(SubgraphFile file)
{
    public SubgraphFile File => file;

    public string Name => file.Name;

    /// <summary>What was asked for, with −1 resolved.</summary>
    public NcRange Range { get; set; }

    /// <summary>
    /// The cores that hold a replica once the running change has ended; without one, those that do now. This is what counts as use: so
    /// changes that run side by side choose as if they ran one after the other.
    /// </summary>
    public ImmutableArray<VisibleCoreIndex> Planned { get; set; } = [];

    /// <summary>The cores that hold a replica now, in rotation order.</summary>
    public ImmutableArray<VisibleCoreIndex> Cores { get; set; } = [];

    /// <summary>Its inputs and outputs; null until it has been loaded for the first time.</summary>
    public SubgraphSignature? Signature { get; set; }

    /// <summary>What each of its replicas takes of its core, in bytes; 0 until one has been loaded, and where the runtime does not know.</summary>
    public long ReplicaBytes { get; set; }

    public SubgraphPlacement ToPlacement() => new(Name, Range, Cores);
}
