using Xunit.Abstractions;

namespace NeuronActors.Tests.Routing;

/// <summary>Several models on one core share its cap.</summary>
public sealed class SharedCoreSpecs(ITestOutputHelper output) : NeuronSpec(output, cores: 1, hocon: "neuron.core.max-in-flight = 2")
{
    [Fact]
    public async Task Models_on_one_core_take_turns_and_none_is_starved()
    {
        var models = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName($"m{i}"))));

        var answers = await Task.WhenAll(
            from model in models
            from i in Enumerable.Range(0, 200)
            select model.TryInferAsync([X(i)]).AsTask());

        Assert.All(answers, answer => Assert.IsType<InferCompleted>(answer));
        Assert.True(Simulator.GetStatistics(new VisibleCoreIndex(0)).PeakExecutions == 1);
    }

    [Fact]
    public async Task The_cap_of_a_core_holds_over_all_of_its_models()
    {
        var first = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("first"));
        var second = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("second"));
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));
        var requests = Enumerable.Range(0, 10).SelectMany(i => new[] { first.TryInferAsync([X(i)]).AsTask(), second.TryInferAsync([X(i)]).AsTask() }).ToArray();
        await hang.WhenHeld(1).WaitAsync(Patience);

        await AwaitAssertAsync(async () => Assert.Equal(2, (await Cores.GetCoresAsync()).Cores[0].InFlight), Patience);

        hang.Release();
        Assert.All(await Task.WhenAll(requests), answer => Assert.IsType<InferCompleted>(answer));
        Assert.Equal(0, (await Cores.GetCoresAsync()).Cores[0].InFlight);
    }
}
