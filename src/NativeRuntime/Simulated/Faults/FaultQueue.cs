using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Simulated.Faults;

/// <summary>
/// The countdowns of one operation on one core, which all count every call. Not thread-safe: <see cref="CoreFaults"/> guards it.
/// </summary>
internal sealed class FaultQueue
{
    private readonly List<FaultCountdown> _countdowns = [];

    public void Add(NeuronStatus status, int nth) => _countdowns.Add(new FaultCountdown(status, nth));

    /// <summary>Counts a call; the status it fails with, or null. Of two faults for one call the first that was scripted wins.</summary>
    public NeuronStatus? Count()
    {
        NeuronStatus? fault = null;
        foreach (var countdown in _countdowns)
        {
            var due = countdown.Count();
            fault ??= due;
        }

        _countdowns.RemoveAll(countdown => countdown.IsSpent);
        return fault;
    }

    public void Clear() => _countdowns.Clear();
}
