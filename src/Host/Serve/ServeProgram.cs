using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Serve.Settings;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Serve;

/// <summary><c>serve</c> from start to exit code: what it says to people, and what it does about signals.</summary>
internal static class ServeProgram
{
    public static async Task<int> RunAsync(IReadOnlyDictionary<string, ImmutableArray<string>> settings, TextWriter output, TextWriter error)
    {
        try
        {
            var options = ServeOptionsReader.Read(new SettingSources(settings, Environment.GetEnvironmentVariable));
            using var logs = LogsOf(options.LogLevel);
            return await RunAsync(options, logs, output);
        }
        catch (ServeException failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.IsUsage ? ExitCode.Usage : ExitCode.Failed;
        }
    }

    private static async Task<int> RunAsync(ServeOptions options, ILoggerFactory logs, TextWriter output)
    {
        using var end = new EndSignals();
        await using var node = await ServeNode.StartAsync(options, logs);
        await WriteAddressesAsync(node, output);
        try
        {
            await node.LoadModelsAsync(end.Token);
            await output.WriteLineAsync(SummaryOf(node.Parts));
            if (await Task.WhenAny(node.Ended, Task.Delay(Timeout.Infinite, end.Token)) == node.Ended)
            {
                throw new ServeException("The cluster has removed this node, which lost sight of the others. Start it again, and it joins them.");
            }

            end.Token.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            // Before anybody reads that it is so.
            node.Parts.Lifetime.BeginDrain();
            await output.WriteLineAsync("Draining: not ready any more; what still comes is answered until the node stops listening. A second signal ends at once.");
        }

        await node.StopAsync();
        await output.WriteLineAsync("Stopped.");
        return ExitCode.Ok;
    }

    private static async Task WriteAddressesAsync(ServeNode node, TextWriter output)
    {
        var (cores, listeners) = (node.Parts.Cores, node.Listeners);
        await output.WriteLineAsync(
            $"{ServerMetadata.Own.Name} {ServerMetadata.Own.Version}, node {node.Parts.NodeName}: {cores.Visible.Length} NeuronCores; {cores.Description}");
        await output.WriteLineAsync($"  REST       {Plain(listeners.Http)}");
        if (listeners.Grpc is { } grpc) await output.WriteLineAsync($"  gRPC       {Plain(grpc)}");
        if (listeners.Metrics is { } metrics) await output.WriteLineAsync($"  metrics    {Plain(metrics)}/metrics");
        await output.WriteLineAsync($"  dashboard  {listeners.Http}");
        if (node.Membership is not { } membership) return;

        await output.WriteLineAsync($"  cluster    {membership.Address}");
        await output.WriteLineAsync($"  tensors    {membership.Pool.TransportAddress}");
    }

    private static string Plain(Uri uri) => uri.GetLeftPart(UriPartial.Authority);

    private static string SummaryOf(NodeParts parts)
    {
        var models = parts.Catalog.Models.Select(model => $"{model.Name} ({string.Join(", ", model.Versions.Select(version => version.VersionText))})").ToArray();
        var served = models.Length == 0 ? "no model is loaded" : string.Join(", ", models);
        return parts.Repository.Missing is [_, ..] missing ? $"Not ready: {string.Join(", ", missing)} could not be loaded. Serving: {served}." : $"Ready: {served}.";
    }

    private static ILoggerFactory LogsOf(LogLevel level) => LoggerFactory.Create(logs => logs
        .SetMinimumLevel(level)
        // It would begin an activity and a scope for every request. Traces come from the activity source, for whoever listens to that.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        // What keeps the node from starting is said by the program, in one line.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
        .AddFilter("Microsoft", level < LogLevel.Warning ? LogLevel.Warning : level)
        // It logs every refusal, and every message that is none, as its own failure. What is a failure here the guard of the calls logs.
        .AddFilter("Grpc", LogLevel.None)
        .AddSimpleConsole(format => format.SingleLine = true)
        .Services.Configure<ConsoleLoggerOptions>(log => log.LogToStandardErrorThreshold = LogLevel.Trace));

    /// <summary>Ctrl-C and SIGTERM: the first asks for the end, the second is the end.</summary>
    private sealed class EndSignals : IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private readonly PosixSignalRegistration[] _registrations;
        private int _signals;

        public EndSignals() => _registrations = [Hear(PosixSignal.SIGINT), Hear(PosixSignal.SIGTERM), Hear(PosixSignal.SIGQUIT)];

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            foreach (var registration in _registrations) registration.Dispose();
            _source.Dispose();
        }

        private PosixSignalRegistration Hear(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _signals) > 1) Environment.Exit(ExitCode.Interrupted);
            _source.Cancel();
        });
    }
}
