namespace NeuronActors.Node.Rest;

/// <summary>What a path of the REST protocol stands for.</summary>
internal enum RestResource
{
    None,
    Server,
    Live,
    Ready,
    Models,
    Model,
    ModelReady,
    Infer,
    Config,
    Statistics,
    AllStatistics,
    RepositoryIndex,
    RepositoryLoad,
    RepositoryUnload,
    Cores,
    Placement,
    Events,
}
