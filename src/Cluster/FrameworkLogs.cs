using Microsoft.Extensions.Logging;

namespace NeuronActors.Cluster;

/// <summary>
/// What the web server and gRPC log, from warnings on: they would log two lines for each request otherwise. All other logs are passed on.
/// </summary>
internal sealed class FrameworkLogs(ILoggerFactory inner) : ILoggerFactory
{
    private static readonly string[] Frameworks = ["Microsoft.", "Grpc."];

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return Frameworks.Any(name => categoryName.StartsWith(name, StringComparison.Ordinal)) ? new Quiet(logger) : logger;
    }

    public void Dispose()
    {
        // The logs belong to whoever brought them.
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
