using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Simulated.Faults;

/// <summary>
/// The script of what goes wrong on simulated cores. Every rule may be set and taken back at any time and from any thread; it acts on the
/// calls that begin afterwards.
/// </summary>
/// <remarks>
/// A call that fails takes its time first, as on a device. A status may be any number but 0, also one that nobody knows. An unload that
/// fails releases the replica all the same, which is what <see cref="ILoadedSubgraph.Unload"/> promises.
/// Every member throws <see cref="ArgumentOutOfRangeException"/> for a core that does not exist.
/// </remarks>
public sealed class SimulatedFaults
{
    private readonly ImmutableArray<CoreFaults> _cores;

    internal SimulatedFaults(ImmutableArray<CoreFaults> cores) => _cores = cores;

    /// <summary>Fails the <paramref name="nth"/> next execution on a core, counted from 1, and no other.</summary>
    public void FailExecution(VisibleCoreIndex core, NeuronStatus status, int nth = 1) =>
        On(core).FailExecution(Failing(status), Counted(nth));

    /// <summary>Fails every execution on a core, until <see cref="Clear(VisibleCoreIndex)"/>.</summary>
    public void FailEveryExecution(VisibleCoreIndex core, NeuronStatus status) => On(core).FailEveryExecution(Failing(status));

    /// <summary>Fails the <paramref name="nth"/> next load on a core, counted from 1; nothing stays loaded.</summary>
    public void FailLoad(VisibleCoreIndex core, NeuronStatus status, int nth = 1) => On(core).FailLoad(Failing(status), Counted(nth));

    /// <summary>Fails the <paramref name="nth"/> next unload on a core, counted from 1; the replica is gone all the same.</summary>
    public void FailUnload(VisibleCoreIndex core, NeuronStatus status, int nth = 1) => On(core).FailUnload(Failing(status), Counted(nth));

    /// <summary>Fails the next <paramref name="times"/> probes of a core.</summary>
    public void FailProbes(VisibleCoreIndex core, int times, NeuronStatus status = NeuronStatus.CoreError)
    {
        var faults = On(core);
        _ = Failing(status);
        for (var nth = 1; nth <= Counted(times); nth++) faults.FailProbe(status, nth);
    }

    /// <summary>
    /// Hangs the executions on a core that begin from now on, until the handle ends it; a probe meanwhile fails with
    /// <see cref="NeuronStatus.Timeout"/>. A second call for a core that hangs gives the same handle.
    /// </summary>
    public SimulatedHang HangExecutions(VisibleCoreIndex core) => On(core).HangExecutions();

    /// <summary>Hangs the loads onto a core that begin from now on, with their memory taken, until the handle ends it.</summary>
    public SimulatedHang HangLoads(VisibleCoreIndex core) => On(core).HangLoads();

    /// <summary>Hangs the unloads from a core that begin from now on, with their memory held, until the handle ends it.</summary>
    public SimulatedHang HangUnloads(VisibleCoreIndex core) => On(core).HangUnloads();

    /// <summary>Multiplies the execution times of a core; 1 makes it normal again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or no finite number.</exception>
    public void SlowDown(VisibleCoreIndex core, double factor)
    {
        if (!double.IsFinite(factor)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "A slow-down is a finite factor.");
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        On(core).SlowDown(factor);
    }

    /// <summary>
    /// Makes a core fail every call with a status, those under way at their end, until <see cref="Revive"/>. What hangs already
    /// stays hung; what comes later fails and does not hang.
    /// </summary>
    public void Kill(VisibleCoreIndex core, NeuronStatus status = NeuronStatus.CoreError) => On(core).Kill(Failing(status));

    /// <summary>Brings back a core that <see cref="Kill"/> took; its replicas are as they were.</summary>
    public void Revive(VisibleCoreIndex core) => On(core).Revive();

    /// <summary>Takes back every rule for a core, its death too, and releases the calls that hang on it.</summary>
    public void Clear(VisibleCoreIndex core) => On(core).Clear();

    /// <summary>Takes back every rule, and releases everything that hangs.</summary>
    public void Clear()
    {
        foreach (var core in _cores) core.Clear();
    }

    private CoreFaults On(VisibleCoreIndex core)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(core.Value, nameof(core));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(core.Value, _cores.Length, nameof(core));
        return _cores[core.Value];
    }

    private static NeuronStatus Failing(NeuronStatus status) =>
        status != NeuronStatus.Success ? status : throw new ArgumentException("A fault needs a status other than success.", nameof(status));

    private static int Counted(int nth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        return nth;
    }
}
