using Xunit.Abstractions;

namespace NeuronActors.Tests.Placement;

public sealed class PlacementSpecs(ITestOutputHelper output) : NeuronSpec(output)
{
    [Fact]
    public async Task Two_cores_from_the_second_take_requests_in_turn()
    {
        NeuronModel echo;
        using (new NeuronCoresContext(2, 2)) echo = await Cores.LoadAsync(Fixture("echo.sim.json"));

        var cores = new List<VisibleCoreIndex>();
        for (var i = 0; i < 3; i++)
        {
            var answer = await echo.InferAsync(X(i));
            Assert.Equal(i, Y(answer).Single());
            cores.AddRange(answer.Cores);
        }

        Assert.Equal(OnCores(2, 3, 2), cores);
    }

    [Fact]
    public async Task A_move_takes_the_model_to_its_new_cores()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));

        var placement = await Cores.SetNeuronCoresAsync(echo.Name, 1, 3);

        Assert.Equal(new NcRange(1, 3), placement.Subgraphs[0].Range);
        Assert.Equal(OnCores(1, 2, 3), placement.Subgraphs[0].Cores);
        Assert.Equal(7, Y(await echo.InferAsync(X(7))).Single());
    }

    [Fact]
    public async Task A_model_of_two_subgraphs_runs_them_in_order_each_on_its_own_core()
    {
        var chain = await Cores.LoadAsync(Fixture("chain"));

        var answer = await chain.InferAsync(X(4, 5));

        Assert.Equal((long[])[4, 5], Y(answer));
        Assert.Equal(OnCores(0, 1), answer.Cores);
    }
}
