namespace NeuronActors.Tests.Conservation;

/// <summary>What a storm does to the device under the runtime.</summary>
internal interface IStormDevice
{
    /// <summary>What it fails calls with.</summary>
    NeuronStatus[] Statuses { get; }

    /// <summary>Hangs the executions on a core that begin from now on, until the handle is disposed.</summary>
    IDisposable HangExecutions(VisibleCoreIndex core);

    /// <summary>Makes a core fail everything, until <see cref="Revive"/>.</summary>
    void Kill(VisibleCoreIndex core);

    void Revive(VisibleCoreIndex core);

    void FailLoad(VisibleCoreIndex core, NeuronStatus status, int nth);

    void FailUnload(VisibleCoreIndex core, NeuronStatus status, int nth);

    void FailExecution(VisibleCoreIndex core, NeuronStatus status, int nth);

    /// <summary>Takes everything back.</summary>
    void Clear();
}
