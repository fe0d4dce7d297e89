using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Grpc.Resources;

/// <summary>What a version of a model has done, as a message.</summary>
internal static class StatisticsMessages
{
    public static Wire.ModelStatistics Of(ServedVersion version, IEnumerable<MemoryUsage> memory)
    {
        var statistics = version.Statistics.Snapshot();
        var message = new Wire.ModelStatistics
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
        foreach (var (key, response) in statistics.Responses) message.ResponseStats[key] = Of(response);
        return message;
    }

    private static Wire.InferResponseStatistics Of(ResponseStatistics response) => new()
    {
        ComputeInfer = Of(response.ComputeInfer),
        ComputeOutput = Of(response.ComputeOutput),
        Success = Of(response.Success),
        Fail = Of(response.Fail),
        EmptyResponse = new Wire.StatisticDuration(),
        Cancel = Of(response.Cancel),
    };

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
