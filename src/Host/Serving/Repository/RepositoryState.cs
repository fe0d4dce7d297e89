namespace NeuronActors.Node.Serving.Repository;

/// <summary>Where a version of a model is in its life, in the words of the protocol.</summary>
internal enum RepositoryState
{
    /// <summary>Known and not loaded; the reason says why.</summary>
    Unavailable,

    /// <summary>On its way in, and not serving yet.</summary>
    Loading,

    /// <summary>Serves.</summary>
    Ready,

    /// <summary>On its way out; requests in flight finish.</summary>
    Unloading,
}
