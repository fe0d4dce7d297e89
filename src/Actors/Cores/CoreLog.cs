using Microsoft.Extensions.Logging;

namespace NeuronActors.Cores;

/// <summary>What cores log. Event ids 1000 to 1099.</summary>
internal static partial class CoreLog
{
    [LoggerMessage(1000, LogLevel.Information, "Loaded {Replica} in {Milliseconds:0.#} ms")]
    public static partial void Loaded(ILogger log, ReplicaKey replica, double milliseconds);

    [LoggerMessage(1001, LogLevel.Warning, "Could not load {Replica}: {Reason}")]
    public static partial void LoadFailed(ILogger log, ReplicaKey replica, string reason);

    [LoggerMessage(1002, LogLevel.Information, "Unloaded {Replica}")]
    public static partial void Unloaded(ILogger log, ReplicaKey replica);

    [LoggerMessage(1003, LogLevel.Warning, "The runtime refused to unload {Replica}, which counts as gone: {Reason}")]
    public static partial void UnloadFailed(ILogger log, ReplicaKey replica, string reason);

    [LoggerMessage(1010, LogLevel.Error, "NeuronCore {Core} is out of service: {Reason}. Next probe in {Seconds:0.#} s")]
    public static partial void Quarantined(ILogger log, VisibleCoreIndex core, string reason, double seconds);

    [LoggerMessage(1011, LogLevel.Error, "NeuronCore {Core} is out of service until this process is replaced: {Reason}")]
    public static partial void WrittenOff(ILogger log, VisibleCoreIndex core, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "NeuronCore {Core} failed its probe: {Reason}. Next probe in {Seconds:0.#} s")]
    public static partial void ProbeFailed(ILogger log, VisibleCoreIndex core, string reason, double seconds);

    [LoggerMessage(1013, LogLevel.Information, "NeuronCore {Core} is back in service")]
    public static partial void Recovered(ILogger log, VisibleCoreIndex core);

    [LoggerMessage(1014, LogLevel.Warning, "NeuronCore {Core} still has a call that does not return; it cannot be probed")]
    public static partial void StillHung(ILogger log, VisibleCoreIndex core);
}
