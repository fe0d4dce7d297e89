using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Tests;

/// <summary>What the log says of calls that come to nothing: what is an error of this node, and what is not.</summary>
public sealed class FrameworkLogsSpecs(ITestOutputHelper output)
{
    private const string Calls = "Grpc.AspNetCore.Server.ServerCallHandler";

    [Theory]
    [InlineData("while it comes in", 40)]
    [InlineData("while its answer goes out", 4)]
    public async Task Requests_that_are_taken_back_are_no_errors(string when, int times)
    {
        var logs = new RecordedLogs();
        await using var server = await TensorServer.StartAsync(
            new TransportSettings(), (infer, _) => ValueTask.FromResult(TwoNodes.Echo(infer)), loggers: logs);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");
        var method = new TensorMethods(TimeProvider.System).Infer;
        var pieces = TensorPiece.Cut(TensorFrame.Of(TwoNodes.Request(Tensor.From(new long[4 << 20])))).ToArray();

        for (var i = 0; i < times; i++)
        {
            using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new CallOptions());
            foreach (var piece in when == "while it comes in" ? pieces[..2] : pieces) await call.RequestStream.WriteAsync(piece);
            if (when == "while it comes in") continue;

            await call.RequestStream.CompleteAsync();
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        // Some end before their handler is asked for.
        Patience.Until(() => logs.Raw.Count(line => line.Event == "ExecutingEndpoint") is > 0 and var begun && logs.Raw.Count(line => line.Event == "ExecutedEndpoint") == begun, "the end of all calls");
        foreach (var line in logs.Raw.Where(line => line.Level >= LogLevel.Warning)) output.WriteLine($"{line.Level} {line.Event}");
        Assert.DoesNotContain(logs.All, line => line.Level >= LogLevel.Warning);
        await using var next = new TensorChannels(new TransportSettings()).Open(TwoNodes.EndpointAt(server.Port));
        Assert.IsType<InferCompleted>((await next.InferAsync(TwoNodes.Request(1), CancellationToken.None)).Answer);
    }

    [Theory]
    [InlineData(Calls, "ErrorReadingMessage", typeof(OperationCanceledException), LogLevel.Debug)]
    [InlineData(Calls, "ErrorReadingMessage", typeof(IOException), LogLevel.Debug)]
    [InlineData(Calls, "ErrorExecutingServiceMethod", typeof(TaskCanceledException), LogLevel.Debug)]
    [InlineData(Calls, "ErrorReadingMessage", typeof(InvalidDataException), LogLevel.Error)]
    [InlineData(Calls, "ErrorExecutingServiceMethod", typeof(NullReferenceException), LogLevel.Error)]
    [InlineData(Calls, "AnotherEvent", typeof(OperationCanceledException), LogLevel.Error)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", "ErrorReadingMessage", typeof(OperationCanceledException), LogLevel.Error)]
    [InlineData("NeuronActors.Cores", "ErrorReadingMessage", typeof(OperationCanceledException), LogLevel.Error)]
    public void Only_what_is_the_other_sides_affair_is_no_error(string category, string name, Type failure, LogLevel expected)
    {
        var logs = new RecordedLogs();
        var log = logs.CreateLogger(category);

        log.Log(LogLevel.Error, new EventId(1, name), name, (Exception)Activator.CreateInstance(failure)!, (state, _) => state);

        Assert.Equal((expected, name), Assert.Single(logs.All));
    }

    [Fact]
    public void Of_frameworks_what_is_less_than_a_warning_is_left_out_and_of_others_it_is_not()
    {
        var logs = new RecordedLogs();

        foreach (var category in (string[])[Calls, "Microsoft.AspNetCore.Hosting", "NeuronActors.Cores"])
        {
            var log = logs.CreateLogger(category);
            log.Log(LogLevel.Information, new EventId(1, category), category, null, (state, _) => state);
        }

        Assert.Equal((LogLevel.Information, "NeuronActors.Cores"), Assert.Single(logs.All));
    }

    /// <summary>Keeps every line with its level and the name of its event: as it was written, and as it was passed on.</summary>
    private sealed class RecordedLogs : ILoggerFactory
    {
        private readonly Recording _raw = new();
        private readonly Recording _passed = new();

        public IReadOnlyCollection<(LogLevel Level, string? Event)> Raw => _raw.Lines;

        public IReadOnlyCollection<(LogLevel Level, string? Event)> All => _passed.Lines;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => new Recorder(_raw.Lines, new FrameworkLogs(_passed).CreateLogger(categoryName));

        public void Dispose()
        {
        }
    }

    private sealed class Recording : ILoggerFactory
    {
        public ConcurrentQueue<(LogLevel Level, string? Event)> Lines { get; } = new();

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => new Recorder(Lines, next: null);

        public void Dispose()
        {
        }
    }

    private sealed class Recorder(ConcurrentQueue<(LogLevel Level, string? Event)> lines, ILogger? next) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines.Enqueue((logLevel, eventId.Name));
            next?.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
