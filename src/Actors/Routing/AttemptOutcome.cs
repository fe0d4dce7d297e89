namespace NeuronActors.Routing;

/// <summary>How an attempt ended.</summary>
internal enum AttemptOutcome
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>It has its outputs. If it was the last stage, the request is answered.</summary>
    Succeeded,

    /// <summary>The runtime failed, or the attempt was abandoned.</summary>
    Failed,

    /// <summary>It was not run, because the request had been answered, or its deadline had passed.</summary>
    Skipped,

    /// <summary>It was not run, because its lane was closed.</summary>
    GivenBack,
}
