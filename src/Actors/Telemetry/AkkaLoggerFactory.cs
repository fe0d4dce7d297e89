using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace NeuronActors.Telemetry;

/// <summary>
/// Writes to the actor system's own log, for systems that bring no <see cref="ILoggerFactory"/>: what is logged is never lost.
/// </summary>
internal sealed class AkkaLoggerFactory(ActorSystem system) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Bring an ILoggerFactory instead.");

    public ILogger CreateLogger(string categoryName) => new AkkaLogger(Logging.GetLogger(system, categoryName));

    public void Dispose()
    {
        // The log belongs to the system.
    }

    private sealed class AkkaLogger(ILoggingAdapter log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && log.IsEnabled(ToAkka(logLevel));

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Log(ToAkka(logLevel), exception, "[{0}] {1}", eventId.Id, formatter(state, exception));
        }

        private static Akka.Event.LogLevel ToAkka(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => Akka.Event.LogLevel.DebugLevel,
            LogLevel.Information => Akka.Event.LogLevel.InfoLevel,
            LogLevel.Warning => Akka.Event.LogLevel.WarningLevel,
            _ => Akka.Event.LogLevel.ErrorLevel,
        };
    }
}
