namespace NeuronActors.Node.Serving.Statistics;

/// <summary>
/// Counts the requests of one version of a model. Thread-safe: a request is counted under a lock that is held for some ten nanoseconds, so
/// that the sums agree with each other whenever somebody looks.
/// </summary>
internal sealed class ModelStatistics(TimeProvider clock)
{
    // A client chooses its batch size; so the sizes that are kept are bounded, and what is beyond is in the totals alone.
    private const int MaxBatchSizes = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, BatchStatistics> _batches = [];
    private readonly long[] _failures = new long[Enum.GetValues<ServingErrorKind>().Length];
    private readonly long[] _latencies = new long[LatencyScale.Buckets];
    private CountedTime _success;
    private CountedTime _fail;
    private CountedTime _failedExecutions;
    private CountedTime _cancelled;
    private CountedTime _queue;
    private CountedTime _input;
    private CountedTime _infer;
    private CountedTime _output;
    private long _items;
    private long _lastInference;

    /// <summary>A request was answered with a result; its writing comes by <see cref="CountOutput"/>.</summary>
    public void CountSuccess(long items, in InferenceTimes times)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var bucket = LatencyScale.IndexOf(times.Total);
        lock (_lock)
        {
            _latencies[bucket]++;
            _lastInference = now;
            _items += items;
            _success = _success.Plus(times.Total);
            _queue = _queue.Plus(times.Queue);
            _input = _input.Plus(times.Input);
            _infer = _infer.Plus(times.Infer);
            _output = _output.Plus(TimeSpan.Zero);
            if (!_batches.TryGetValue(items, out var batch) && _batches.Count >= MaxBatchSizes) return;

            _batches[items] = new BatchStatistics(items, batch.Input.Plus(times.Input), batch.Infer.Plus(times.Infer), batch.Output.Plus(TimeSpan.Zero));
        }
    }

    /// <summary>The time it took to write a result that has been counted.</summary>
    public void CountOutput(long items, TimeSpan time)
    {
        lock (_lock)
        {
            _output = _output.PlusTime(time);
            _success = _success.PlusTime(time);
            if (_batches.TryGetValue(items, out var batch)) _batches[items] = batch with { Output = batch.Output.PlusTime(time) };
        }
    }

    /// <summary>A request was refused or has failed.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="time">From its arrival until that was known.</param>
    /// <param name="wasExecuted">Whether it got as far as a core.</param>
    public void CountFailure(ServingErrorKind kind, TimeSpan time, bool wasExecuted = false)
    {
        lock (_lock)
        {
            _fail = _fail.Plus(time);
            if (kind == ServingErrorKind.Cancelled) _cancelled = _cancelled.Plus(time);
            else if (wasExecuted) _failedExecutions = _failedExecutions.Plus(time);
            _failures[(int)kind]++;
        }
    }

    public StatisticsSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new StatisticsSnapshot
            {
                LastInference = _lastInference,
                InferenceCount = _items,
                ExecutionCount = _infer.Count,
                Success = _success,
                Latencies = new LatencyCounts([.. _latencies]),
                Fail = _fail,
                FailedExecutions = _failedExecutions,
                Cancelled = _cancelled,
                Queue = _queue,
                ComputeInput = _input,
                ComputeInfer = _infer,
                ComputeOutput = _output,
                Batches = [.. _batches.Values.OrderBy(batch => batch.Size)],
                Failures = [.. Enum.GetValues<ServingErrorKind>().Select(kind => KeyValuePair.Create(kind, _failures[(int)kind])).Where(pair => pair.Value > 0)],
            };
        }
    }
}
