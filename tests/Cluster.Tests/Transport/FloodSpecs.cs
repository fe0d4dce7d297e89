using System.Diagnostics;
using System.Globalization;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Tests.Transport;

/// <summary>Many large tensors at once. <c>NEURON_FLOOD_MIB=32</c> makes each of the 64 as large as that.</summary>
[Collection(AloneCollection.Name)]
public sealed class FloodSpecs(ITestOutputHelper output)
{
    private const int Requests = 64;

    private static int TensorBytes { get; } =
        int.Parse(Environment.GetEnvironmentVariable("NEURON_FLOOD_MIB") ?? "1", CultureInfo.InvariantCulture) * 1024 * 1024;

    [Fact]
    public async Task A_flood_stays_within_the_bound_and_lets_small_requests_through()
    {
        // Room for three on the channel, each with its answer.
        var settings = new TransportSettings { MaxMessageBytes = TensorBytes + 4096, MaxInFlightBytes = 6L * (TensorBytes + 4096) };
        var inside = 0L;
        var worst = 0L;
        await using var nodes = await TwoNodes.StartAsync(
            async (infer, _) =>
            {
                var bytes = infer.Inputs[0].Tensor.Data.Length;
                var now = Interlocked.Add(ref inside, bytes);
                InterlockedMax(ref worst, now);
                await Task.Yield();
                Interlocked.Add(ref inside, -bytes);
                return TwoNodes.Echo(infer);
            },
            settings);
        await using var aside = new TensorChannels(settings).Open(TwoNodes.EndpointAt(nodes.Server.Port));
        var tensor = Tensor.From(new byte[TensorBytes]);
        await nodes.AssertWorksAsync();

        var flood = Task.WhenAll(Enumerable.Range(0, Requests).Select(async _ => (await nodes.AskAsync(TwoNodes.Request(tensor))).Answer is InferCompleted));
        var slowest = TimeSpan.Zero;
        var pings = 0;
        while (!flood.IsCompleted || pings == 0)
        {
            var begun = Stopwatch.GetTimestamp();
            var answer = await aside.InferAsync(TwoNodes.Request(1), CancellationToken.None).AsTask().WaitAsync(Patience.Long);
            Assert.IsType<InferCompleted>(answer.Answer);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(begun).Ticks));
            pings++;
        }

        Assert.All(await flood, Assert.True);
        Assert.InRange(worst, TensorBytes, settings.MaxInFlightBytes);
        output.WriteLine(
            $"{Requests} × {TensorBytes >> 20} MiB: at most {worst >> 20} MiB at the node, {pings} pings, the slowest {slowest.TotalMilliseconds:0.#} ms, working set {Environment.WorkingSet >> 20} MiB.");
        await nodes.AssertWorksAsync();
        Assert.Equal(0, nodes.Breaks);
    }

    [Fact]
    public async Task What_a_flood_keeps_alive_stays_below_three_times_the_bound()
    {
        const int Bytes = 8 * 1024 * 1024;
        const long Bound = 6L * Bytes;
        var settings = new TransportSettings { MaxMessageBytes = Bytes + 4096, MaxInFlightBytes = Bound };
        await using var nodes = await TwoNodes.StartAsync(channel: settings);
        var request = TwoNodes.Request(Tensor.From(new byte[Bytes]));
        await nodes.AssertWorksAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var flood = Task.WhenAll(Enumerable.Range(0, Requests).Select(async _ => (await nodes.AskAsync(request)).Answer is InferCompleted));
        var worst = 0L;
        while (!flood.IsCompleted)
        {
            // Both nodes, without what nobody holds any more.
            worst = Math.Max(worst, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(flood, Task.Delay(20));
        }

        Assert.All(await flood, Assert.True);
        output.WriteLine($"{Requests} × {Bytes >> 20} MiB with a bound of {Bound >> 20} MiB: {worst >> 20} MiB at most, {(double)worst / Bound:0.0} times the bound.");
        Assert.InRange(worst, 0, 3 * Bound);
        await nodes.AssertWorksAsync();
    }

    private static void InterlockedMax(ref long target, long value)
    {
        var seen = Volatile.Read(ref target);
        while (seen < value && Interlocked.CompareExchange(ref target, value, seen) is var before && before != seen) seen = before;
    }
}
