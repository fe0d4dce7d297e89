using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Simulated.Faults;

/// <summary>What one call suffers; the default is nothing.</summary>
/// <param name="Status">What it fails with after its time; null when it does not.</param>
/// <param name="Hang">What holds it before it begins; null when nothing does.</param>
/// <param name="Slowdown">By how much its time is multiplied; null stands for 1.</param>
internal readonly record struct CallFault(NeuronStatus? Status, SimulatedHang? Hang, double? Slowdown)
{
    /// <summary>The time that the call takes.</summary>
    public TimeSpan Stretch(TimeSpan time)
    {
        if (Slowdown is not { } factor) return time;

        var ticks = time.Ticks * factor;
        return ticks >= long.MaxValue ? TimeSpan.MaxValue : new TimeSpan((long)ticks);
    }
}
