using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Simulated.Faults;

/// <summary>A failure that comes at the n-th call from now. Not thread-safe: <see cref="CoreFaults"/> guards it.</summary>
internal sealed class FaultCountdown(NeuronStatus status, int nth)
{
    private int _left = nth;

    /// <summary>Counts a call; the status when this is the one that fails, after which the countdown is spent.</summary>
    public NeuronStatus? Count() => --_left == 0 ? status : null;

    /// <summary>Whether its call has been.</summary>
    public bool IsSpent => _left <= 0;
}
