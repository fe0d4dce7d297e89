using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Desired;

/// <summary>
/// The desired placements of some models, as they are replicated: small enough for a frame, and few enough keys that every node can
/// subscribe to all of them.
/// </summary>
/// <param name="Term">The coordinator's that wrote it.</param>
/// <param name="Revision">Grows with each write of a term.</param>
/// <param name="Models">The models, ordered by name.</param>
internal sealed record DesiredShard(long Term, long Revision, ImmutableArray<DesiredModel> Models) : IPoolWireMessage
{
    /// <summary>How many there are.</summary>
    public const int Count = 16;

    public static readonly DesiredShard Empty = new(0, 0, []);

    /// <summary>Of two writes the later one counts, and one of a later coordinator before one of an earlier.</summary>
    public long Order => (Term << 32) + Revision;

    /// <summary>The shard of a model. The same on every node and in every version: not <see cref="string.GetHashCode()"/>.</summary>
    public static int Of(ModelName model)
    {
        var hash = 2166136261u;
        foreach (var letter in model.Value) hash = (hash ^ letter) * 16777619u;
        return (int)(hash % Count);
    }
}
