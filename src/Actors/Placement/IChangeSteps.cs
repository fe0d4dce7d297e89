namespace NeuronActors.Placement;

/// <summary>
/// What a change asks of the world. Each call is answered, sooner or later, by the method of <see cref="PlacementChange"/> that it names,
/// or by its <see cref="PlacementChange.TimedOut"/>.
/// </summary>
internal interface IChangeSteps
{
    /// <summary>Whether a core is in service.</summary>
    bool IsInService(VisibleCoreIndex core);

    /// <summary>The router parks what finds no ready routee. Not answered.</summary>
    void Hold(string subgraph);

    /// <summary>Answered by <see cref="PlacementChange.Drained"/>.</summary>
    void Drain(string subgraph, VisibleCoreIndex core);

    /// <summary>The routee takes requests again after all. Not answered.</summary>
    void Readmit(string subgraph, VisibleCoreIndex core);

    /// <summary>Answered by <see cref="PlacementChange.Unloaded"/>.</summary>
    void Unload(string subgraph, VisibleCoreIndex core);

    /// <summary>Answered by <see cref="PlacementChange.Loaded"/> or <see cref="PlacementChange.LoadFailed"/>.</summary>
    void Load(string subgraph, VisibleCoreIndex core);

    /// <summary>The load took too long: what comes of it is to be unloaded at once. Not answered.</summary>
    void AbandonLoad(string subgraph, VisibleCoreIndex core);

    /// <summary>An unload took too long: the core is to be taken out of service. Answered by <see cref="PlacementChange.CoreLost"/>.</summary>
    void GiveUpCore(VisibleCoreIndex core, string why);

    /// <summary>Everything is loaded. A last check before the change takes effect: why it must not, or null.</summary>
    StepFailure? Verify();

    /// <summary>The change has ended, one way or the other. The last call.</summary>
    void Ended(PlacementChange change);
}
