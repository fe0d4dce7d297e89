using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Simulated.Durations;

/// <summary>
/// Blocks the calling thread for a duration, exactly on average, and without burning CPU.
/// </summary>
/// <remarks>
/// A thread never wakes on time: on Linux some 70 to 150 µs late (50 µs of that are the kernel's timer slack), which would make a core of
/// 1 ms executions 10 % slower than the script says. So each thread remembers by how much it overslept, and its next sleep is that much
/// shorter: single sleeps are off by the jitter, their sum is not. Outside Linux the sleep of .NET, which knows whole milliseconds only,
/// is put right in the same way.
/// </remarks>
internal static partial class PreciseSleep
{
    // What is carried over at most: a thread that was not scheduled for longer than this lost that time, and the sleeps after it
    // keep their length.
    private const long LargestDebtNanoseconds = 1_000_000;

    // A century: beyond it the sums in nanoseconds would overflow.
    private const long LongestTicks = 36_525 * TimeSpan.TicksPerDay;

    private const int ClockMonotonic = 1;
    private const int TimerAbsolute = 1;
    private const int Interrupted = 4;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // The layout of timespec below is that of 64-bit Linux.
    private static readonly bool HasNanosleep = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    [ThreadStatic]
    private static long _debt;

    /// <summary>Blocks for the duration; returns at once for zero or less.</summary>
    public static void For(TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero) return;

        var asked = Math.Min(duration.Ticks, LongestTicks) * TimeSpan.NanosecondsPerTick - _debt;
        if (asked <= 0)
        {
            _debt = -asked;
            return;
        }

        var start = Stopwatch.GetTimestamp();
        Block(asked);
        var slept = Stopwatch.GetElapsedTime(start).Ticks * TimeSpan.NanosecondsPerTick;
        _debt = Math.Clamp(slept - asked, -LargestDebtNanoseconds, LargestDebtNanoseconds);
    }

    private static void Block(long nanoseconds)
    {
        if (!HasNanosleep)
        {
#pragma warning disable RS0030 // Sleeping is what a simulated execution does.
            Thread.Sleep(TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick));
#pragma warning restore RS0030
            return;
        }

        _ = clock_gettime(ClockMonotonic, out var deadline);
        var fraction = deadline.Nanoseconds + nanoseconds;
        deadline.Seconds += fraction / NanosecondsPerSecond;
        deadline.Nanoseconds = fraction % NanosecondsPerSecond;

        // A signal, such as the runtime's own for garbage collection, ends the call early; the deadline stays.
        while (clock_nanosleep(ClockMonotonic, TimerAbsolute, in deadline, 0) == Interrupted)
        {
        }
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec now);

    [LibraryImport("libc")]
    private static partial int clock_nanosleep(int clock, int flags, in Timespec deadline, nint remaining);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
