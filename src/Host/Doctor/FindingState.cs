namespace NeuronActors.Node.Doctor;

/// <summary>How something is that was looked at.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and somebody should know this of it.</summary>
    Note,

    /// <summary>It is missing or broken, and is needed.</summary>
    Wrong,
}
