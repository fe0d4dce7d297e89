using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Tests.Conservation;

/// <summary>The storm's hand on the simulator.</summary>
internal sealed class SimulatedDevice(SimulatedRuntime simulator) : IStormDevice
{
    public NeuronStatus[] Statuses { get; } =
    [
        NeuronStatus.BadInput, NeuronStatus.CoreBusy, NeuronStatus.CompletedWithError, NeuronStatus.CompletedWithNumericalError,
        NeuronStatus.Timeout, NeuronStatus.DmaAbort, NeuronStatus.Failure, (NeuronStatus)4711,
    ];

    public IDisposable HangExecutions(VisibleCoreIndex core) => simulator.Faults.HangExecutions(core);

    public void Kill(VisibleCoreIndex core) => simulator.Faults.Kill(core);

    public void Revive(VisibleCoreIndex core) => simulator.Faults.Revive(core);

    public void FailLoad(VisibleCoreIndex core, NeuronStatus status, int nth) => simulator.Faults.FailLoad(core, status, nth);

    public void FailUnload(VisibleCoreIndex core, NeuronStatus status, int nth) => simulator.Faults.FailUnload(core, status, nth);

    public void FailExecution(VisibleCoreIndex core, NeuronStatus status, int nth) => simulator.Faults.FailExecution(core, status, nth);

    public void Clear() => simulator.Faults.Clear();
}
