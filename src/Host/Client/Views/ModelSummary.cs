using System.Text.Json.Serialization;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Client.Views;

/// <summary>A version of a model: whether it serves, where, and what it takes and gives.</summary>
internal sealed record ModelSummary(string Name, string? Version, string State, string? Reason)
{
    /// <summary>The cores of the node that have a replica.</summary>
    public ImmutableArray<int> Cores { get; init; } = [];

    /// <summary>Those of its whole pool, as <c>n2/0</c>, in the order of the pool; null of a node that is alone.</summary>
    public ImmutableArray<string>? PoolCores { get; init; }

    /// <summary>The cores that have a replica, as people read them.</summary>
    [JsonIgnore]
    public string Where { get; init; } = "";

    /// <summary>Requests answered with a result.</summary>
    public long? Answered { get; init; }

    /// <summary>Half of them took at most so many milliseconds; null when there were none.</summary>
    public double? P50Ms { get; init; }

    /// <summary>99 of 100 took at most so many milliseconds; null when there were none.</summary>
    public double? P99Ms { get; init; }

    public string? Platform { get; init; }

    public ImmutableArray<ModelMetadata.TensorInfo> Inputs { get; init; } = [];

    public ImmutableArray<ModelMetadata.TensorInfo> Outputs { get; init; } = [];

    /// <param name="entry">The version, as the index has it.</param>
    /// <param name="cores">The cores of the node, or those of its pool.</param>
    /// <param name="done">What it has done.</param>
    /// <param name="metadata">What it takes and gives; null when it does not serve.</param>
    public static ModelSummary Of(ModelIndexEntry entry, NodeCores cores, StatisticsTable.ModelStatistics? done, ModelMetadata? metadata)
    {
        ImmutableArray<NodeCores.Core> holding = [.. cores.Cores.Where(core => core.Replicas.Any(replica => IsOf(entry, replica)))];
        ImmutableArray<int> own = [.. holding.Where(core => core.Node is null || core.Node == cores.Node).Select(core => core.Index)];
        return new ModelSummary(entry.Name, entry.Version, entry.State, string.IsNullOrEmpty(entry.Reason) ? null : entry.Reason)
        {
            Cores = own,
            PoolCores = cores.IsPool ? [.. holding.Select(CoreLook.NameOf)] : null,
            Where = holding.IsEmpty ? "–" : cores.IsPool ? CoreText.OfPool(holding.Select(core => (core.Node!, core.Index))) : CoreText.Of(own),
            Answered = done?.InferenceStats.Success.Count,
            P50Ms = done?.Latency?.QuantileMs(0.5),
            P99Ms = done?.Latency?.QuantileMs(0.99),
            Platform = metadata?.Platform,
            Inputs = metadata?.Inputs ?? [],
            Outputs = metadata?.Outputs ?? [],
        };
    }

    private static bool IsOf(ModelIndexEntry entry, NodeCores.Replica replica) =>
        replica.Model == entry.Name && (replica.Version is null || entry.Version is null || replica.Version == entry.Version);
}
