using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Simulated.Faults;

/// <summary>The script of one core: what its calls are about to suffer. Thread-safe; costs one read while there is no script.</summary>
internal sealed class CoreFaults
{
    private readonly Lock _gate = new();
    private readonly FaultQueue _executions = new();
    private readonly FaultQueue _loads = new();
    private readonly FaultQueue _unloads = new();
    private readonly FaultQueue _probes = new();
    private NeuronStatus? _everyExecution;
    private NeuronStatus? _death;
    private SimulatedHang? _executionHang;
    private SimulatedHang? _loadHang;
    private SimulatedHang? _unloadHang;
    private double _slowdown = 1;

    // Whether anything above is set: what an execution without faults reads, and all it reads.
    private volatile bool _scripted;

    public void FailExecution(NeuronStatus status, int nth) => Script(() => _executions.Add(status, nth));

    public void FailEveryExecution(NeuronStatus status) => Script(() => _everyExecution = status);

    public void FailLoad(NeuronStatus status, int nth) => Script(() => _loads.Add(status, nth));

    public void FailUnload(NeuronStatus status, int nth) => Script(() => _unloads.Add(status, nth));

    public void FailProbe(NeuronStatus status, int nth) => Script(() => _probes.Add(status, nth));

    public void SlowDown(double factor) => Script(() => _slowdown = factor);

    public void Kill(NeuronStatus status) => Script(() => _death = status);

    public void Revive() => Script(() => _death = null);

    public SimulatedHang HangExecutions() => Hang(ref _executionHang);

    public SimulatedHang HangLoads() => Hang(ref _loadHang);

    public SimulatedHang HangUnloads() => Hang(ref _unloadHang);

    /// <summary>Takes everything back; hung executions go on.</summary>
    public void Clear()
    {
        SimulatedHang?[] hangs;
        lock (_gate)
        {
            hangs = [_executionHang, _loadHang, _unloadHang];
            (_executionHang, _loadHang, _unloadHang, _everyExecution, _death, _slowdown) = (null, null, null, null, null, 1);
            foreach (var queue in (FaultQueue[])[_executions, _loads, _unloads, _probes]) queue.Clear();
            _scripted = false;
        }

        foreach (var hang in hangs) hang?.Release();
    }

    /// <summary>What the execution that begins now suffers.</summary>
    public CallFault NextExecution()
    {
        if (!_scripted) return default;

        lock (_gate)
        {
            var counted = _executions.Count();
            return new CallFault(_death ?? counted ?? _everyExecution, HoldingUnlessDead(_executionHang), _slowdown);
        }
    }

    /// <summary>What the load that begins now suffers.</summary>
    public CallFault NextLoad()
    {
        if (!_scripted) return default;

        lock (_gate)
        {
            var counted = _loads.Count();
            return new CallFault(_death ?? counted, HoldingUnlessDead(_loadHang), Slowdown: null);
        }
    }

    /// <summary>What the unload that begins now suffers.</summary>
    public CallFault NextUnload()
    {
        if (!_scripted) return default;

        lock (_gate)
        {
            var counted = _unloads.Count();
            return new CallFault(_death ?? counted, HoldingUnlessDead(_unloadHang), Slowdown: null);
        }
    }

    /// <summary>The status that the probe which begins now fails with; null when it does not.</summary>
    public NeuronStatus? NextProbe()
    {
        if (!_scripted) return null;

        lock (_gate)
        {
            var counted = _probes.Count();
            return _death ?? counted ?? (Open(_executionHang) is null ? null : NeuronStatus.Timeout);
        }
    }

    /// <summary>The status of a core that is dead; null for one that lives. What a call looks at again before it succeeds.</summary>
    public NeuronStatus? Death()
    {
        if (!_scripted) return null;
        lock (_gate) return _death;
    }

    private static SimulatedHang? Open(SimulatedHang? hang) => hang is { IsOver: false } ? hang : null;

    private SimulatedHang? HoldingUnlessDead(SimulatedHang? hang) => _death is null ? Open(hang) : null;

    private SimulatedHang Hang(ref SimulatedHang? hang)
    {
        lock (_gate)
        {
            _scripted = true;
            return hang = Open(hang) ?? new SimulatedHang();
        }
    }

    private void Script(Action change)
    {
        lock (_gate)
        {
            change();
            _scripted = true;
        }
    }
}
