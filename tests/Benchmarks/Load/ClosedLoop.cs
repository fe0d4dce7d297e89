namespace NeuronActors.Benchmarks.Load;

/// <summary>
/// So many async callers, each of which calls again when it has its answer. They are plain async methods: a caller goes on wherever its
/// answer arrives, and nothing is queued for it besides.
/// </summary>
internal sealed class ClosedLoop<T>(int callers, Func<ValueTask<T>> call) : ILoad
{
    private readonly Caller[] _callers = [.. Enumerable.Range(0, callers).Select(_ => new Caller())];
    private Task _running = Task.CompletedTask;
    private volatile bool _stopped;

    public long Completed => _callers.Sum(caller => Volatile.Read(ref caller.Completed));

    public void Start()
    {
        _stopped = false;
        _running = Task.WhenAll(_callers.Select(caller => Run(caller, long.MaxValue)));
    }

    public void Stop()
    {
        _stopped = true;
        _running.GetAwaiter().GetResult();
    }

    /// <summary>Makes so many calls, evenly spread over the callers, and returns when all are answered.</summary>
    public void Make(long calls)
    {
        _stopped = false;
        Task.WhenAll(_callers.Select(caller => Run(caller, calls / callers))).GetAwaiter().GetResult();
    }

    private async Task Run(Caller caller, long calls)
    {
        for (var i = 0L; i < calls && !_stopped; i++)
        {
            await call().ConfigureAwait(false);
            Volatile.Write(ref caller.Completed, caller.Completed + 1);
        }
    }

    private sealed class Caller
    {
        public long Completed;
    }
}
