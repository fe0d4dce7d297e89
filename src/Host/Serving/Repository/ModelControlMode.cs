namespace NeuronActors.Node.Serving.Repository;

/// <summary>Who decides what of a repository is loaded.</summary>
internal enum ModelControlMode
{
    /// <summary>Everything at the start; after that whoever loads and unloads.</summary>
    All,

    /// <summary>Nothing but what was named at the start; after that whoever loads and unloads.</summary>
    Explicit,

    /// <summary>The folders: what appears or changes there is loaded, what goes is unloaded. Nobody else loads or unloads.</summary>
    Poll,
}
