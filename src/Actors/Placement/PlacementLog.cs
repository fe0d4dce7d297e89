using Microsoft.Extensions.Logging;

namespace NeuronActors.Placement;

/// <summary>What placement logs. Event ids 1200 to 1299.</summary>
internal static partial class PlacementLog
{
    [LoggerMessage(1200, LogLevel.Information, "Epoch {Epoch}: {Change} of {Model} begins")]
    public static partial void Begins(ILogger log, Epoch epoch, string change, ModelName model);

    [LoggerMessage(1201, LogLevel.Information, "Epoch {Epoch}: done in {Milliseconds:0.#} ms. {Placement}")]
    public static partial void Done(ILogger log, Epoch epoch, double milliseconds, ModelPlacement placement);

    [LoggerMessage(1202, LogLevel.Warning, "Epoch {Epoch}: {Step} failed ({Kind}): {Reason}. Back where it was: {Restored}")]
    public static partial void Failed(ILogger log, Epoch epoch, PlacementStep step, RuntimeErrorKind kind, string reason, bool restored);

    [LoggerMessage(1203, LogLevel.Information, "Refused {Command}: {Reason}")]
    public static partial void Refused(ILogger log, string command, string reason);

    [LoggerMessage(1204, LogLevel.Warning, "{Replica} is lost with its core")]
    public static partial void ReplicaLost(ILogger log, Cores.ReplicaKey replica);

    [LoggerMessage(1210, LogLevel.Information, "The node is shutting down: {Models} models are to be drained")]
    public static partial void Draining(ILogger log, int models);

    [LoggerMessage(1211, LogLevel.Warning, "NeuronCore {Core} is left as it is: a call on it does not return")]
    public static partial void NotClean(ILogger log, VisibleCoreIndex core);
}
