using Microsoft.Extensions.Logging;

namespace NeuronActors.Cluster.Transport;

/// <summary>What the transport logs.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(3100, LogLevel.Information, "Listening for other nodes on {Address}, {Security}.")]
    public static partial void Listening(ILogger logger, string address, string security);

    [LoggerMessage(3101, LogLevel.Error, "A request of another node for model '{Model}' failed unexpectedly.")]
    public static partial void HandlerFailed(ILogger logger, Exception defect, string model);

    [LoggerMessage(3102, LogLevel.Error, "The model file {Hash} could not be read for another node.")]
    public static partial void FileFailed(ILogger logger, Exception defect, string hash);
}
