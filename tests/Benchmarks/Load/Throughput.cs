using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Load;

/// <summary>Measures loads side by side: in each round every one runs alone for one window, in an order that turns from round to round.</summary>
internal static class Throughput
{
    /// <summary>What each load achieved, round by round.</summary>
    public static Rounds[] Measure(Effort effort, params ReadOnlySpan<ILoad> loads)
    {
        var rounds = new Rounds[loads.Length];
        for (var i = 0; i < loads.Length; i++)
        {
            rounds[i] = new Rounds(new double[effort.Rounds], new double[effort.Rounds]);
            Window(loads[i], TimeSpan.Zero, effort.WarmUp);
        }

        for (var round = 0; round < effort.Rounds; round++)
        {
            for (var turn = 0; turn < loads.Length; turn++)
            {
                var i = (round + turn) % loads.Length;
                (rounds[i].PerSecond[round], rounds[i].Cpu[round]) = Window(loads[i], effort.SettleIn, effort.Window);
            }
        }

        return rounds;
    }

    private static (double PerSecond, double Cpu) Window(ILoad load, TimeSpan settleIn, TimeSpan window)
    {
        load.Start();
        Thread.Sleep(settleIn);
        var (begun, cpuBefore, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, load.Completed);
        Thread.Sleep(window);
        var (elapsed, cpu, completed) = (Stopwatch.GetElapsedTime(begun), Environment.CpuUsage.TotalTime - cpuBefore, load.Completed - before);
        load.Stop();
        return (completed / elapsed.TotalSeconds, cpu.TotalMicroseconds / Math.Max(1, completed));
    }

    /// <summary>A load's results by round.</summary>
    /// <param name="PerSecond">Completions per second.</param>
    /// <param name="Cpu">
    /// CPU time of the process for each completion, in microseconds. Where all processors are busy it says the same as the rate, and other
    /// programs on the machine hardly touch it.
    /// </param>
    internal sealed record Rounds(double[] PerSecond, double[] Cpu);
}
