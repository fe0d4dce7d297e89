using Microsoft.Extensions.Logging;

namespace NeuronActors.Node.Grpc;

/// <summary>What the gRPC front end logs. Requests that fail as they may are not among it: the client is told, and statistics count them.</summary>
internal static partial class GrpcLog
{
    [LoggerMessage(2201, LogLevel.Error, "{Method} failed unexpectedly")]
    public static partial void Failed(ILogger log, Exception exception, string method);
}
