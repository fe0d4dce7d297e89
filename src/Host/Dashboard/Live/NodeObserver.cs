using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuronActors.Node.Metrics;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>Looks at the node once a second, whoever watches, and tells everybody what it saw.</summary>
internal sealed partial class NodeObserver(
    NodeParts parts, NodeWatch watch, RuntimeInstruments instruments, NodeHistory history, EventHub hub, TimeProvider clock, ILogger<NodeObserver> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly NodeTracker _tracker = new(parts, instruments, clock);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ObserveForeverAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host takes this for an end only while it stops in order. Where a start fails, an address in use for example, it would
            // log it as a failure of ours, with its stack, above the line that says what is wrong.
        }
    }

    private async Task ObserveForeverAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await ObserveAsync(stoppingToken);
            }
            catch (Exception unexpected) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, unexpected);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ObserveAsync(CancellationToken cancellationToken)
    {
        var state = _tracker.Next(await watch.LookAsync(cancellationToken));
        var bytes = StateJson.State(state, parts);
        history.Take(state, bytes);
        hub.Publish(bytes);
    }

    [LoggerMessage(2301, LogLevel.Error, "The node could not be looked at; the page shows what was seen before")]
    private static partial void Failed(ILogger log, Exception exception);
}
