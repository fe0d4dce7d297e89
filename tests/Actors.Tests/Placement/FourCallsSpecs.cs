using Xunit.Abstractions;

namespace NeuronActors.Tests.Placement;

/// <summary>The four calls with the numbers of the original, from the outside.</summary>
public sealed class FourCallsSpecs(ITestOutputHelper output) : NeuronSpec(output)
{
    [Fact]
    public async Task Models_without_a_context_go_to_the_least_used_core_in_turn()
    {
        for (var i = 0; i < 6; i++)
        {
            var model = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName($"m{i}"));
            Assert.Equal(OnCores(i % 4), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores);
        }
    }

    [Fact]
    public async Task A_multicore_context_puts_a_replica_on_every_core_and_an_inner_context_hides_it()
    {
        NeuronModel everywhere, one;
        using (new MulticoreContext())
        {
            using (new NeuronCoresContext(3)) one = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("one"));
            everywhere = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("everywhere"));
        }

        Assert.Equal(new NcRange(3, 1), (await Cores.GetPlacementAsync(one.Name)).Subgraphs[0].Range);
        Assert.Equal(OnCores(0, 1, 2, 3), (await Cores.GetPlacementAsync(everywhere.Name)).Subgraphs[0].Cores);
    }

    [Theory]
    [InlineData(-1, 0, "ncCount")]
    [InlineData(-1, -2, "ncCount")]
    [InlineData(-1, 5, "ncCount")]
    [InlineData(-2, 1, "startNc")]
    [InlineData(3, 2, "startNc")]
    [InlineData(4, -1, "startNc")]
    public async Task Numbers_out_of_range_are_refused_by_name_with_the_visible_count_and_touch_nothing(int startNc, int ncCount, string parameter)
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        var before = await Cores.GetPlacementAsync(model.Name);

        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cores.SetNeuronCoresAsync(model.Name, startNc, ncCount));

        Assert.Equal(parameter, refusal.ParamName);
        Assert.Matches("4 (visible )?NeuronCores|4, the visible cores", refusal.Message);
        Assert.Equal(before, await Cores.GetPlacementAsync(model.Name));
        Assert.Equal(1, Y(await model.InferAsync(X(1))).Single());
    }

    [Fact]
    public async Task Multicore_is_the_same_as_all_visible_cores_from_the_first()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        var placement = await Cores.SetMulticoreAsync(model.Name);

        Assert.Equal(new NcRange(0, 4), placement.Subgraphs[0].Range);
        Assert.Equal(OnCores(0, 1, 2, 3), placement.Subgraphs[0].Cores);
    }

    [Fact]
    public async Task Each_subgraph_keeps_its_own_rotation_and_can_be_moved_alone()
    {
        var chain = await Cores.LoadAsync(Fixture("chain"));

        var placement = await Cores.SetNeuronCoresAsync(chain.Name, 2, 2, subgraph: "second");

        Assert.Equal(OnCores(0), placement.Subgraphs[0].Cores);
        Assert.Equal(OnCores(2, 3), placement.Subgraphs[1].Cores);
        Assert.Equal(OnCores(0, 2), (await chain.InferAsync(X(1))).Cores);
        Assert.Equal(OnCores(0, 3), (await chain.InferAsync(X(1))).Cores);
        Assert.Equal(OnCores(0, 2), (await chain.InferAsync(X(1))).Cores);
    }

    [Fact]
    public async Task One_subgraph_can_be_called_alone()
    {
        var chain = await Cores.LoadAsync(Fixture("chain"));

        var answer = await chain.InferAsync([new NamedTensor("middle", Tensor.From([9L]))], new InferOptions { Subgraph = "second" });

        Assert.Equal(9, Y(answer).Single());
        Assert.Single(answer.Cores);
    }

    [Fact]
    public async Task A_model_without_a_subgraph_is_left_alone_though_its_numbers_are_checked()
    {
        var empty = await Cores.LoadAsync(Fixture("empty"));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cores.SetNeuronCoresAsync(empty.Name, ncCount: 5));
        var placement = await Cores.SetNeuronCoresAsync(empty.Name, 1, 2);

        Assert.Empty(placement.Subgraphs);
        var refusal = await Assert.ThrowsAsync<InferException>(() => empty.InferAsync(X(1)).AsTask());
        Assert.Equal(RejectionReason.ModelUnavailable, refusal.Reason);
    }

    [Fact]
    public async Task An_unloaded_model_is_gone_and_its_name_is_free_again()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        await Cores.UnloadAsync(model.Name);

        Assert.Equal(0, Simulator.LoadedReplicas);
        Assert.Null(Cores.Find(model.Name));
        var refusal = await Assert.ThrowsAsync<InferException>(() => model.InferAsync(X(1)).AsTask());
        Assert.Equal(RejectionReason.ModelNotFound, refusal.Reason);
        Assert.Equal(PlacementRejection.ModelNotFound, (await Assert.ThrowsAsync<PlacementException>(() => Cores.UnloadAsync(model.Name))).Reason);

        var again = await Cores.LoadAsync(Fixture("echo.sim.json"));
        Assert.Equal(2, Y(await again.InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused_at_once()
    {
        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Cores.LoadAsync(Fixture("echo.sim.json"), default(ModelName)).WaitAsync(Patience));

        Assert.Contains("name", refused.Message, StringComparison.Ordinal);
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task A_load_that_fails_at_a_later_subgraph_leaves_nothing_of_the_model()
    {
        Simulator.Faults.FailLoad(new VisibleCoreIndex(1), NeuronStatus.Resource);

        var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.LoadAsync(Fixture("chain")));

        Assert.Equal((NeuronStatus.Resource, new VisibleCoreIndex(1)), (failure.Status, failure.Core));
        Assert.Equal(0, Simulator.LoadedReplicas);
        Assert.All((await Cores.GetCoresAsync()).Cores, core => Assert.Empty(core.Replicas));
        Assert.Null(Cores.Find(new ModelName("chain")));
        Assert.Equal(2, Y(await (await Cores.LoadAsync(Fixture("chain"))).InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task A_taken_name_and_a_missing_file_are_refused_and_the_loaded_model_goes_on()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        var taken = await Assert.ThrowsAsync<PlacementException>(() => Cores.LoadAsync(Fixture("echo.sim.json")));
        var missing = await Assert.ThrowsAsync<PlacementException>(() => Cores.LoadAsync(Fixture("nothing.onnx")));

        Assert.Equal(PlacementRejection.NameTaken, taken.Reason);
        Assert.Equal(PlacementRejection.BadModelFile, missing.Reason);
        Assert.Contains("nothing.onnx", missing.Message, StringComparison.Ordinal);
        Assert.Equal(3, Y(await model.InferAsync(X(3))).Single());
    }
}
