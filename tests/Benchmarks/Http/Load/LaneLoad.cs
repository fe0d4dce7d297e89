using System.Diagnostics;
using System.Threading.Channels;

namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>Loads a server over its lanes.</summary>
internal static class LaneLoad
{
    /// <summary>Each lane sends again when it has its answer.</summary>
    public static async Task<LoadTally> ClosedAsync(IReadOnlyList<ILane> lanes, TimeSpan settleIn, TimeSpan window)
    {
        var (tally, end) = Begin(settleIn, window);
        await Task.WhenAll(lanes.Select(async lane =>
        {
            for (var now = Stopwatch.GetTimestamp(); now < end; now = Stopwatch.GetTimestamp())
            {
                tally.Count(await lane.SendAsync().ConfigureAwait(false), now);
            }
        }));
        return tally;
    }

    /// <summary>
    /// Requests at random moments, whatever the answers do, each on the next lane that is free. Latencies count from the moment that was drawn,
    /// the wait for a lane included.
    /// </summary>
    public static async Task<LoadTally> OpenAsync(IReadOnlyList<ILane> lanes, double perSecond, TimeSpan settleIn, TimeSpan window)
    {
        var (tally, end) = Begin(settleIn, window);

        // Who draws the moments also sends, so long as a lane is free.
        var due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true, AllowSynchronousContinuations = true });
        var carrying = lanes.Select(lane => CarryAsync(lane, due.Reader, tally)).ToArray();
        var thread = new Thread(() =>
        {
            PoissonMoments.Run(perSecond, end, moment => due.Writer.TryWrite(moment));
            due.Writer.Complete();
        })
        { IsBackground = true, Name = "moments" };
        thread.Start();
        await Task.WhenAll(carrying);

        // The last lane may have ended within Complete, on the thread that is about to be joined.
        await Task.Yield();
        thread.Join();
        return tally;
    }

    private static async Task CarryAsync(ILane lane, ChannelReader<long> due, LoadTally tally)
    {
        while (await due.WaitToReadAsync().ConfigureAwait(false))
        {
            while (due.TryRead(out var moment)) tally.Count(await lane.SendAsync().ConfigureAwait(false), moment);
        }
    }

    private static (LoadTally Tally, long End) Begin(TimeSpan settleIn, TimeSpan window)
    {
        var from = Stopwatch.GetTimestamp() + (long)(settleIn.TotalSeconds * Stopwatch.Frequency);
        var to = from + (long)(window.TotalSeconds * Stopwatch.Frequency);
        return (new LoadTally(from, to), to);
    }
}
