using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Client.Views;

/// <summary>A version of a model: whether it serves, where, and what it takes and gives.</summary>
internal sealed record ModelSummary(string Name, string? Version, string State, string? Reason)
{
    /// <summary>The cores that have a replica.</summary>
    public ImmutableArray<int> Cores { get; init; } = [];

    /// <summary>Requests answered with a result.</summary>
    public long? Answered { get; init; }

    /// <summary>Half of them took at most so many milliseconds; null when there were none.</summary>
    public double? P50Ms { get; init; }

    /// <summary>99 of 100 took at most so many milliseconds; null when there were none.</summary>
    public double? P99Ms { get; init; }

    public string? Platform { get; init; }

    public ImmutableArray<ModelMetadata.TensorInfo> Inputs { get; init; } = [];

    public ImmutableArray<ModelMetadata.TensorInfo> Outputs { get; init; } = [];

    public static ModelSummary Of(ModelIndexEntry entry, NodeCores cores, StatisticsTable.ModelStatistics? done, ModelMetadata? metadata) =>
        new(entry.Name, entry.Version, entry.State, string.IsNullOrEmpty(entry.Reason) ? null : entry.Reason)
        {
            Cores = [.. cores.Cores.Where(core => core.Replicas.Any(replica => IsOf(entry, replica))).Select(core => core.Index)],
            Answered = done?.InferenceStats.Success.Count,
            P50Ms = done?.Latency?.QuantileMs(0.5),
            P99Ms = done?.Latency?.QuantileMs(0.99),
            Platform = metadata?.Platform,
            Inputs = metadata?.Inputs ?? [],
            Outputs = metadata?.Outputs ?? [],
        };

    private static bool IsOf(ModelIndexEntry entry, NodeCores.Replica replica) =>
        replica.Model == entry.Name && (replica.Version is null || entry.Version is null || replica.Version == entry.Version);
}
