using Microsoft.Extensions.Logging;

namespace NeuronActors.Routing;

/// <summary>What routers log. Event ids 1100 to 1199.</summary>
internal static partial class RouterLog
{
    [LoggerMessage(1100, LogLevel.Error, "Router of {Model} failed while it accepted a request; the request was answered so")]
    public static partial void AcceptFailed(ILogger log, Exception exception, ModelName model);
}
