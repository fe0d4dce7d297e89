using NeuronActors.FakeNrt;
using NeuronActors.Tests.Nrt;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Conservation;

/// <summary>The same storm as <see cref="ConservationSpecs"/>, on the Nrt runtime and the stand-in for libnrt.</summary>
public sealed class NrtConservationSpecs(ITestOutputHelper output) : NrtSystemSpec(
    output,
    hocon: """
        akka.loglevel = OFF
        neuron.queue.capacity = 32
        neuron.core { execution-timeout = 60ms, watchdog-interval = 10ms, probe-interval = 5ms, probe-interval-max = 20ms }
        neuron.placement { drain-timeout = 400ms, load-timeout = 2s, unload-timeout = 2s, heal-interval = 100ms }
        """)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Math.Max(1, ConservationSpecs.SeedCount / 2))];

    [StandInTheory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_and_nothing_is_doubled(int seed)
    {
        var storm = new Storm(Sys, Cores, new FakeNrtDevice(), model => Path.Combine(Folder, model.Value == "c" ? "chain" : "echo.neff"), seed);

        await storm.Rage(requestsPerCaller: 150, changesPerOperator: 12, faults: 15).WaitAsync(TimeSpan.FromSeconds(120));

        await AwaitAssertAsync(() => Assert.Empty(storm.NotAnsweredOnce), Patience);
        Assert.Empty(storm.Flaws);
        Assert.Equal(900, storm.Answered);
        await AwaitAssertAsync(TableAndLibraryAgree, Patience);
        foreach (var entry in (await Cores.GetPlacementTableAsync()).Models)
        {
            var model = Cores.Find(entry.Model)!;
            Assert.Equal(seed, (await model.InferAsync(X(seed)))["y"].AsSpan<long>()[0]);
        }
    }

    private async Task TableAndLibraryAgree()
    {
        var loaded = await Calm.CheckAsync(Cores);
        Assert.Equal(loaded.Sum(), FakeLibrary.Counts.Models);
    }
}
