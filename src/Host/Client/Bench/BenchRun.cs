using System.Diagnostics;

namespace NeuronActors.Node.Client.Bench;

/// <summary>Runs a benchmark: warm-up, then the time that counts. Requests count whose moment of sending lies in that time.</summary>
internal sealed class BenchRun(BenchPlan plan, BenchCall call)
{
    // How long answers are waited for once nothing is sent any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BenchTally _tally = new();
    private long _countsFrom;
    private long _end;

    /// <summary>Runs it to its end, or to the moment at which somebody has seen enough.</summary>
    /// <returns>What was counted, and for how long.</returns>
    public async Task<(BenchTally Tally, TimeSpan Counted)> RunAsync(CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        _countsFrom = begun + TicksOf(plan.WarmUp);
        _end = _countsFrom + TicksOf(plan.Duration);
        using var patience = new CancellationTokenSource(plan.WarmUp + plan.Duration + Patience);
        await using var enough = stop.Register(() => patience.CancelAfter(TimeSpan.FromSeconds(1)));
        if (plan.Rate is { } rate) await RunOpenAsync(rate, stop, patience.Token);
        else await Task.WhenAll(Enumerable.Range(0, plan.Concurrency).Select(_ => Task.Run(() => RunCallerAsync(stop, patience.Token), CancellationToken.None)));

        var last = Math.Min(_end, Stopwatch.GetTimestamp());
        return (_tally, last > _countsFrom ? Stopwatch.GetElapsedTime(_countsFrom, last) : TimeSpan.Zero);
    }

    private async Task RunCallerAsync(CancellationToken stop, CancellationToken patience)
    {
        for (var now = Stopwatch.GetTimestamp(); now < _end && !stop.IsCancellationRequested; now = Stopwatch.GetTimestamp())
        {
            await call.SendAsync(now >= _countsFrom ? _tally : null, now, patience).ConfigureAwait(false);
        }
    }

    private async Task RunOpenAsync(double rate, CancellationToken stop, CancellationToken patience)
    {
        using var inFlight = new CountdownEvent(1);
        var clock = new PoissonClock(rate);
        await Task.Factory.StartNew(
            () => clock.Run(Stopwatch.GetTimestamp(), _end, due => Send(due, inFlight, patience), stop),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        inFlight.Signal();
        await Task.Run(() => inFlight.Wait(CancellationToken.None), CancellationToken.None);
    }

    private void Send(long due, CountdownEvent inFlight, CancellationToken patience)
    {
        inFlight.AddCount();
        _ = Finish(call.SendAsync(due >= _countsFrom ? _tally : null, due, patience), inFlight);
    }

    private static async Task Finish(Task sending, CountdownEvent inFlight)
    {
        await sending.ConfigureAwait(false);
        inFlight.Signal();
    }

    private static long TicksOf(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
