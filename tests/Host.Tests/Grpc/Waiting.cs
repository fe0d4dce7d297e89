using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NeuronActors.Node.Tests.Grpc;

/// <summary>Waits for what nothing signals.</summary>
internal static class Waiting
{
    /// <summary>Until so many requests of a model wait in its queue; the node tells by its own gauge.</summary>
    public static Task UntilQueuedAsync(string model, int count) =>
        UntilAsync(() => Task.FromResult(QueueDepth(model) == count), $"{count} of {model} to wait");

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var since = Stopwatch.GetTimestamp(); !await condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < GrpcCalls.Patience, $"Waited in vain for {what}.");
            await Task.Delay(5);
        }
    }

    private static long QueueDepth(string model)
    {
        var depth = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "neuron.model.queue.depth") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            foreach (var tag in tags) depth += model.Equals(tag.Value) ? value : 0;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return depth;
    }
}
