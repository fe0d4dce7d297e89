using NeuronActors.FakeNrt;

namespace NeuronActors.Tests.Conservation;

/// <summary>The storm's hand on the stand-in for libnrt.</summary>
internal sealed class FakeNrtDevice : IStormDevice
{
    /// <summary>Without those of a hang: after one a core stays out of service for the rest of the process, which has its own specs.</summary>
    public NeuronStatus[] Statuses { get; } =
    [
        NeuronStatus.BadInput, NeuronStatus.CoreBusy, NeuronStatus.CompletedWithError, NeuronStatus.CompletedWithNumericalError,
        NeuronStatus.DmaAbort, NeuronStatus.Failure, (NeuronStatus)4711,
    ];

    public IDisposable HangExecutions(VisibleCoreIndex core)
    {
        FakeLibrary.Hang(FakeCall.Execute, times: -1, core: core.Value);
        return new Hang(core.Value);
    }

    public void Kill(VisibleCoreIndex core)
    {
        foreach (var call in (string[])[FakeCall.Execute, FakeCall.Load, FakeCall.AllocateTensor])
        {
            FakeLibrary.FailEvery(call, (int)NeuronStatus.CoreError, core.Value);
        }
    }

    public void Revive(VisibleCoreIndex core) => FakeLibrary.ClearScript(core.Value);

    public void FailLoad(VisibleCoreIndex core, NeuronStatus status, int nth) => FakeLibrary.Fail(FakeCall.Load, (int)status, nth, core: core.Value);

    public void FailUnload(VisibleCoreIndex core, NeuronStatus status, int nth) => FakeLibrary.Fail(FakeCall.Unload, (int)status, nth, core: core.Value);

    public void FailExecution(VisibleCoreIndex core, NeuronStatus status, int nth) => FakeLibrary.Fail(FakeCall.Execute, (int)status, nth, core: core.Value);

    public void Clear()
    {
        FakeLibrary.ClearScript();
        FakeLibrary.Release();
    }

    private sealed class Hang(int core) : IDisposable
    {
        public void Dispose()
        {
            FakeLibrary.ClearScript(core);
            FakeLibrary.Release();
        }
    }
}
