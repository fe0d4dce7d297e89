using Microsoft.Extensions.Logging;

namespace NeuronActors.Node.Rest;

/// <summary>What the REST front end logs. Requests that fail as they may are not among it: the client is told, and statistics count them.</summary>
internal static partial class RestLog
{
    [LoggerMessage(2101, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    public static partial void Failed(ILogger log, Exception exception, string method, string? path);
}
