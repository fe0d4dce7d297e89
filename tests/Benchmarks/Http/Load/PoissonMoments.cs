using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>
/// Random moments at a mean rate. It sleeps in between instead of spinning: where two processors are all there is, a sender that spins takes one
/// of them from the server. The sleep of the C library ends some 60 µs late, that of .NET up to a millisecond.
/// </summary>
internal static class PoissonMoments
{
    private const int NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Calls at each moment up to an end, with the moment as a timestamp of <see cref="Stopwatch"/>.</summary>
    public static void Run(double perSecond, long end, Action<long> call)
    {
        var random = new Random(1);
        for (var due = Stopwatch.GetTimestamp(); ; due += (long)(-Math.Log(1 - random.NextDouble()) / perSecond * Stopwatch.Frequency))
        {
            if (due >= end) return;
            while (due - Stopwatch.GetTimestamp() is > 0 and var left) Sleep(left);
            call(due);
        }
    }

    private static void Sleep(long ticks)
    {
        var seconds = ticks / Stopwatch.Frequency;
        var time = new Time((nint)seconds, (nint)((ticks - (seconds * Stopwatch.Frequency)) * NanosecondsPerSecond / Stopwatch.Frequency));
        _ = nanosleep(in time, 0);
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int nanosleep(in Time time, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(nint Seconds, nint Nanoseconds);
}
