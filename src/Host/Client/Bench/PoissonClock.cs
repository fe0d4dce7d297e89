using System.Diagnostics;

namespace NeuronActors.Node.Client.Bench;

/// <summary>Random moments at a mean rate, independent of everything: a Poisson process. Holds a thread of its own while it runs.</summary>
internal sealed class PoissonClock(double perSecond)
{
    // A wait of 1 ms ends some 0.1 ms late; what is left of a gap is spun.
    private static readonly long WorthWaiting = Stopwatch.Frequency / 800;

    // The same moments each time, so that two runs differ in the node alone.
    private readonly Random _random = new(1);

    /// <summary>Calls at each moment, with that moment: a call that comes late shows in what is measured from it.</summary>
    /// <param name="from">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="to">Likewise.</param>
    /// <param name="call">What is called.</param>
    /// <param name="stop">Ends it before.</param>
    public void Run(long from, long to, Action<long> call, CancellationToken stop)
    {
        for (var due = from + Gap(); due < to; due += Gap())
        {
            while (due - Stopwatch.GetTimestamp() is > 0 and var left)
            {
                if (left <= WorthWaiting) Thread.SpinWait(20);
                else stop.WaitHandle.WaitOne(1);
            }

            if (stop.IsCancellationRequested) return;
            call(due);
        }
    }

    private long Gap() => (long)(-Math.Log(1 - _random.NextDouble()) / perSecond * Stopwatch.Frequency);
}
