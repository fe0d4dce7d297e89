using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Grpc.Resources;

/// <summary>What a version of a model has done, as a message.</summary>
internal static class StatisticsMessages
{
    public static Wire.ModelStatistics Of(ServedVersion version, IEnumerable<MemoryUsage> memory)
    {
        var statistics = version.Statistics.Snapshot();
        return new Wire.ModelStatistics
        {
            Name = version.Name,
            Version = version.VersionText,
            LastInference = (ulong)statistics.LastInference,
            InferenceCount = (ulong)statistics.InferenceCount,
            ExecutionCount = (ulong)statistics.ExecutionCount,
            InferenceStats = new Wire.InferStatistics
            {
                Success = Of(statistics.Success),
                Fail = Of(statistics.Fail),
                Queue = Of(statistics.Queue),
                ComputeInput = Of(statistics.ComputeInput),
                ComputeInfer = Of(statistics.ComputeInfer),
                ComputeOutput = Of(statistics.ComputeOutput),

                // There is no cache, and clients read its counts without asking whether they are there.
                CacheHit = new Wire.StatisticDuration(),
                CacheMiss = new Wire.StatisticDuration(),
            },
            BatchStats = { statistics.Batches.Select(Of) },
            MemoryUsage = { memory.Select(Of) },
        };
    }

    private static Wire.InferBatchStatistics Of(BatchStatistics batch) => new()
    {
        BatchSize = (ulong)batch.Size,
        ComputeInput = Of(batch.Input),
        ComputeInfer = Of(batch.Infer),
        ComputeOutput = Of(batch.Output),
    };

    private static Wire.MemoryUsage Of(MemoryUsage usage) => new() { Type = MemoryUsage.Type, Id = usage.Core.Value, ByteSize = (ulong)usage.Bytes };

    private static Wire.StatisticDuration Of(CountedTime counted) => new() { Count = (ulong)counted.Count, Ns = (ulong)counted.Nanoseconds };
}
