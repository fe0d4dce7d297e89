using System.Collections.Concurrent;
using System.Diagnostics;

namespace NeuronActors.Cluster.Processes.Load;

/// <summary>Keeps count of every request by its id: exactly one answer each, and the right one. Thread-safe.</summary>
internal sealed class AnswerLedger
{
    // Enough to see what it was; the rest is only counted.
    private const int MostKept = 20;

    private readonly ConcurrentDictionary<long, long> _open = new();
    private readonly ConcurrentDictionary<string, int> _byNode = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _progress = NewSignal();
    private long _last;
    private long _answered;
    private long _failed;
    private long _twice;
    private long _slowest;

    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Requests that have no answer yet.</summary>
    public int Open => _open.Count;

    /// <summary>The longest time from sending to the answer since it was looked at last.</summary>
    public TimeSpan TakeSlowest() => Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _slowest, 0));

    /// <summary>How many answers a node gave.</summary>
    public int By(string node) => _byNode.GetValueOrDefault(node);

    /// <summary>A request is on its way; gives its id.</summary>
    public long Send()
    {
        var id = Interlocked.Increment(ref _last);
        _open[id] = Stopwatch.GetTimestamp();
        return id;
    }

    /// <summary>The answer of a request, by the node that ran it.</summary>
    public void Answer(long id, long value, string node)
    {
        if (!Close(id)) return;

        if (value != id) Fail(id, $"was answered {value}");
        else _byNode.AddOrUpdate(node, 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _answered);
        TaskCompletionSource reached;
        lock (_lock) (reached, _progress) = (_progress, NewSignal());
        reached.SetResult();
    }

    /// <summary>The request got a failure for an answer, or none will come.</summary>
    public void Refuse(long id, string why)
    {
        if (Close(id)) Fail(id, why);
    }

    /// <summary>Nobody was there to take the request.</summary>
    public void Withdraw(long id) => _open.TryRemove(id, out _);

    /// <summary>Waits until as many more requests have been answered as are wanted, by a node or by all.</summary>
    public async Task FlowsAsync(int requests, string? by = null)
    {
        var goal = Count(by) + requests;
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            Task progress;
            lock (_lock) progress = _progress.Task;
            if (Count(by) >= goal) return;

            try
            {
                await progress.WaitAsync(Nodes.Eventually.Patience - Stopwatch.GetElapsedTime(begun));
            }
            catch (Exception late) when (late is TimeoutException or ArgumentOutOfRangeException)
            {
                throw new TimeoutException($"{goal - Count(by)} of {requests} answers {(by is null ? "" : $"of {by} ")}did not come. {this}\n{string.Join('\n', _wrong)}", late);
            }
        }
    }

    /// <summary>Fails unless every request was answered once and as it should be.</summary>
    public void Settle()
    {
        if (_failed == 0 && _twice == 0 && _open.IsEmpty) return;

        throw new InvalidOperationException($"Not every request had one right answer. {this}\n{string.Join('\n', _wrong)}");
    }

    public override string ToString() =>
        $"Sent {_last}, answered {_answered} ({string.Join(", ", _byNode.Select(pair => $"{pair.Key}: {pair.Value}"))}), failed {_failed}, answered twice {_twice}, open {_open.Count}.";

    private bool Close(long id)
    {
        if (!_open.TryRemove(id, out var sent))
        {
            Interlocked.Increment(ref _twice);
            Keep($"{id} was answered once too often");
            return false;
        }

        var took = Stopwatch.GetTimestamp() - sent;
        for (var slowest = Interlocked.Read(ref _slowest); took > slowest; slowest = Interlocked.Read(ref _slowest))
        {
            if (Interlocked.CompareExchange(ref _slowest, took, slowest) == slowest) break;
        }

        return true;
    }

    private void Fail(long id, string why)
    {
        Interlocked.Increment(ref _failed);
        Keep($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {id} {why}");
    }

    private void Keep(string line)
    {
        if (_wrong.Count < MostKept) _wrong.Enqueue(line);
    }

    private long Count(string? node) => node is null ? Answered : By(node);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
