using Microsoft.Extensions.Logging;

namespace NeuronActors.Cluster;

/// <summary>
/// What the web server and gRPC log, from warnings on: they would log two lines for each request otherwise. That a request was taken back
/// while it came in, or that who sent it is gone, is no error of this node and goes to debug: whoever sent it knows, and the loss of a
/// connection is logged where it is noticed. All other logs are passed on.
/// </summary>
internal sealed class FrameworkLogs(ILoggerFactory inner) : ILoggerFactory
{
    private const string OfCalls = "Grpc.AspNetCore.Server.";

    private static readonly string[] Frameworks = ["Microsoft.", "Grpc."];

    // As gRPC names its events. With these exceptions they tell of the other side; with any other, of what it has sent or of a defect here.
    private static readonly string[] OfMessages = ["ErrorReadingMessage", "ErrorSendingMessage", "ErrorExecutingServiceMethod"];

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return Frameworks.Any(name => categoryName.StartsWith(name, StringComparison.Ordinal))
            ? new Quiet(logger, categoryName.StartsWith(OfCalls, StringComparison.Ordinal))
            : logger;
    }

    public void Dispose()
    {
        // The logs belong to whoever brought them.
    }

    private static bool IsOfTheOtherSide(EventId eventId, Exception? exception) =>
        exception is OperationCanceledException or IOException && OfMessages.Contains(eventId.Name);

    private sealed class Quiet(ILogger inner, bool isOfCalls) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning) return;

            var level = isOfCalls && IsOfTheOtherSide(eventId, exception) ? LogLevel.Debug : logLevel;
            if (inner.IsEnabled(level)) inner.Log(level, eventId, state, exception, formatter);
        }
    }
}
