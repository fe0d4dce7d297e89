using System.Text.Json.Serialization;
using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Client.Changes;

/// <summary>What came of a load or a move.</summary>
/// <param name="Now">Where the model is now.</param>
/// <param name="Milliseconds">How long it took, as the caller saw it.</param>
/// <param name="Earlier">Where it was; null for a load.</param>
internal sealed record ChangeResult([property: JsonIgnore] NodePlacement Now, double Milliseconds, [property: JsonIgnore] NodePlacement? Earlier = null)
{
    /// <summary>The model.</summary>
    public string Model => Now.Model;

    /// <summary>The node, where one was named.</summary>
    public string? Node => Now.Node;

    /// <summary>The number of the change; null of a pool.</summary>
    public long? Epoch => Now.Epoch;

    /// <summary>Where it is now; null of a pool.</summary>
    public IReadOnlyList<NodePlacement.Subgraph>? Subgraphs => Now.PoolVersion is null ? Now.Subgraphs : null;

    /// <summary>Where it was; empty for a load, and null of a pool.</summary>
    public IReadOnlyList<NodePlacement.Subgraph>? Before => Now.PoolVersion is null ? Earlier?.Subgraphs ?? [] : null;

    /// <summary>The version by which the pool counts; null of one node.</summary>
    public long? PoolVersion => Now.PoolVersion;

    /// <summary>The first core of the pool.</summary>
    public int? StartNc => Now.StartNc;

    /// <summary>How many of its cores have a replica.</summary>
    public int? NcCount => Now.NcCount;

    /// <summary>What each node of the pool has now.</summary>
    public IReadOnlyList<NodePlacement.Part>? Parts => Now.PoolVersion is null ? null : Now.Parts;

    /// <summary>What each node of the pool had.</summary>
    public IReadOnlyList<NodePlacement.Part>? PartsBefore => Now.PoolVersion is null ? null : Earlier?.Parts ?? [];
}
