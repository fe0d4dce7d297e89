using System.Globalization;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Conservation;

/// <summary>
/// Whatever happens: every request gets exactly one answer, every replica is where the table says, every handle is released. More seeds by
/// <c>NEURON_CONSERVATION_SEEDS=200 dotnet test --filter Conservation</c>.
/// </summary>
public sealed class ConservationSpecs(ITestOutputHelper output) : NeuronSpec(
    output,
    hocon: """
        akka.loglevel = OFF
        neuron.queue.capacity = 32
        neuron.core { execution-timeout = 60ms, watchdog-interval = 10ms, probe-interval = 5ms, probe-interval-max = 20ms }
        neuron.placement { drain-timeout = 400ms, load-timeout = 2s, unload-timeout = 2s, heal-interval = 100ms }
        """)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, SeedCount)];

    /// <summary>How many seeds, unless the environment says otherwise.</summary>
    internal static int SeedCount =>
        int.TryParse(Environment.GetEnvironmentVariable("NEURON_CONSERVATION_SEEDS"), CultureInfo.InvariantCulture, out var count) ? count : 12;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_and_nothing_is_doubled(int seed)
    {
        var storm = new Storm(Sys, Cores, new SimulatedDevice(Simulator), model => Fixture(model.Value == "c" ? "chain" : "echo.sim.json"), seed);

        await storm.Rage(requestsPerCaller: 150, changesPerOperator: 12, faults: 15).WaitAsync(TimeSpan.FromSeconds(120));

        await AwaitAssertAsync(() => Assert.Empty(storm.NotAnsweredOnce), Patience);
        Assert.Empty(storm.Flaws);
        Assert.Equal(900, storm.Answered);
        await AwaitAssertAsync(TableAndCoresAgree, Patience);
        foreach (var entry in (await Cores.GetPlacementTableAsync()).Models)
        {
            var model = Cores.Find(entry.Model)!;
            Assert.Equal(seed, Y(await model.InferAsync(X(seed)))[0]);
        }
    }

    private async Task TableAndCoresAgree()
    {
        var loaded = await Calm.CheckAsync(Cores);
        Assert.Equal(loaded, Cores.Visible.Select(core => Simulator.GetStatistics(core.Index).Replicas));
    }
}
