using Microsoft.Extensions.Logging;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>What the repository logs.</summary>
internal static partial class RepositoryLog
{
    [LoggerMessage(2001, LogLevel.Information, "Model {Model} serves; versions {Versions}")]
    public static partial void Loaded(ILogger log, string model, string versions);

    [LoggerMessage(2002, LogLevel.Error, "Model {Model} could not be loaded: {Reason}")]
    public static partial void LoadFailed(ILogger log, string model, string reason);

    [LoggerMessage(2003, LogLevel.Information, "Model {Model} is unloaded")]
    public static partial void Unloaded(ILogger log, string model);

    [LoggerMessage(2004, LogLevel.Error, "Model {Model} version {Version} is out of service, but could not be unloaded: {Reason}")]
    public static partial void UnloadFailed(ILogger log, string model, long version, string reason);

    [LoggerMessage(2006, LogLevel.Warning, "{Name} in the repository is no model: {Reason}")]
    public static partial void IsNoModel(ILogger log, string name, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "The model repository could not be read, so it is left as it is: {Reason}")]
    public static partial void PollFailed(ILogger log, string reason);

    [LoggerMessage(2008, LogLevel.Information, "Deleted the files of models that came with loads and were left when this node was killed: {Count} folders")]
    public static partial void LeftoversRemoved(ILogger log, int count);

    [LoggerMessage(2009, LogLevel.Information, "Model {Model} is left to the pool: {Reason}")]
    public static partial void Awaited(ILogger log, string model, string reason);

    [LoggerMessage(2007, LogLevel.Information, "Model {Model} version {Version} was taken from the pool by another node")]
    public static partial void LeftPool(ILogger log, string model, long version);
}
