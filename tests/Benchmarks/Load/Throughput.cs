using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Load;

/// <summary>Measures loads side by side: in each round every one runs alone for one window, in an order that turns from round to round.</summary>
internal static class Throughput
{
    /// <summary>Completions per second, by load and then by round.</summary>
    public static double[][] Measure(Effort effort, params ReadOnlySpan<ILoad> loads)
    {
        var rates = new double[loads.Length][];
        for (var i = 0; i < loads.Length; i++)
        {
            rates[i] = new double[effort.Rounds];
            Window(loads[i], TimeSpan.Zero, effort.WarmUp);
        }

        for (var round = 0; round < effort.Rounds; round++)
        {
            for (var turn = 0; turn < loads.Length; turn++)
            {
                var i = (round + turn) % loads.Length;
                rates[i][round] = Window(loads[i], effort.SettleIn, effort.Window);
            }
        }

        return rates;
    }

    private static double Window(ILoad load, TimeSpan settleIn, TimeSpan window)
    {
        load.Start();
        Thread.Sleep(settleIn);
        var (begun, before) = (Stopwatch.GetTimestamp(), load.Completed);
        Thread.Sleep(window);
        var (completed, elapsed) = (load.Completed - before, Stopwatch.GetElapsedTime(begun));
        load.Stop();
        return completed / elapsed.TotalSeconds;
    }
}
