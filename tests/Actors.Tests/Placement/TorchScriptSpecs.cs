using Xunit.Abstractions;

namespace NeuronActors.Tests.Placement;

/// <summary>TorchScript archives with compiled subgraphs, on simulated cores: all that a laptop can show of them.</summary>
public sealed class TorchScriptSpecs(ITestOutputHelper output) : NeuronSpec(output)
{
    private static readonly Tensor Six = Tensor.From(new float[6], 2, 3);

    [Fact]
    public async Task A_chain_runs_as_a_whole_and_each_of_its_subgraphs_rotates_by_itself()
    {
        NeuronModel model;
        using (new NeuronCoresContext(startNc: 2, ncCount: 2)) model = await Cores.LoadAsync(Archive("05a-chain-trace"));

        Assert.Equal(new ModelName("model"), model.Name);
        Assert.Equal((string[])["encoder.model", "decoder.model"], model.Subgraphs);
        Assert.Equal("input0 FP32 [2, 3] → output0 FP32 [2, 3]", $"{model.Signature.Inputs.Single()} → {model.Signature.Outputs.Single()}");
        Assert.Null(model.RunsInPartsBecause);
        foreach (var core in (int[])[2, 3, 2])
        {
            var answer = await model.InferAsync(new NamedTensor("input0", Six));
            Assert.Equal(OnCores(core, core), answer.Cores);
            Assert.Equal(new TensorShape(2, 3), answer["output0"].Shape);
        }

        var placement = await Cores.SetMulticoreAsync(model.Name);
        Assert.All(placement.Subgraphs, subgraph => Assert.Equal(OnCores(0, 1, 2, 3), subgraph.Cores));
    }

    [Fact]
    public async Task A_subgraph_that_the_chain_uses_twice_is_placed_once_and_run_twice()
    {
        var model = await Cores.LoadAsync(Archive("11a-shared-object"));

        var answer = await model.InferAsync(new NamedTensor("input0", Six));

        Assert.Equal("first.model", Assert.Single(model.Subgraphs));
        Assert.Equal(OnCores(0, 0), answer.Cores);
        Assert.Equal(1, Simulator.LoadedReplicas);
    }

    [Fact]
    public async Task What_the_module_keeps_for_its_subgraph_is_no_input_and_whoever_gives_it_is_refused()
    {
        var model = await Cores.LoadAsync(Archive("14-states-aliased"));
        Assert.Equal("input0 FP32 [2, 3] → output0 FP32 [2, 3]", $"{model.Signature.Inputs.Single()} → {model.Signature.Outputs.Single()}");

        var tooMany = await Assert.ThrowsAsync<InferException>(async () => await model.InferAsync([new NamedTensor("input0", Six), new NamedTensor("input1", Six)]));
        var tooFew = await Assert.ThrowsAsync<InferException>(async () => await model.InferAsync([]));

        Assert.Equal((RejectionReason.InvalidInput, RejectionReason.InvalidInput), (tooMany.Reason, tooFew.Reason));
        Assert.Contains("'input1'", tooMany.Message, StringComparison.Ordinal);
        Assert.Contains("'input0'", tooFew.Message, StringComparison.Ordinal);
        Assert.Equal("output0", (await model.InferAsync(new NamedTensor("input0", Six))).Outputs.Single().Name);
    }

    [Theory]
    [InlineData("06a-glue-trace", "aten::relu, aten::reshape, aten::mul, aten::to, aten::detach, aten::add, aten::cat", "'encoder.model', 'decoder.model'")]
    [InlineData("21-control-flow", "aten::sum, aten::gt, aten::Bool, prim::If", "'a.model', 'b.model'")]
    public async Task With_operators_of_the_host_between_only_its_subgraphs_run_and_the_refusal_says_which_operators(string name, string operators, string subgraphs)
    {
        var model = await Cores.LoadAsync(Archive(name));
        Assert.Empty(model.Signature.Inputs);
        Assert.Contains(operators, model.RunsInPartsBecause, StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<InferException>(async () => await model.InferAsync(new NamedTensor("x", Six)));

        Assert.Equal(RejectionReason.RunsInParts, refusal.Reason);
        Assert.Contains($"runs the operators {operators} on the host", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(subgraphs, refusal.Message, StringComparison.Ordinal);

        var subgraph = model.Subgraphs[0];
        var answer = await model.InferAsync([new NamedTensor("input0", Six)], new InferOptions { Subgraph = subgraph });
        Assert.Equal(new TensorShape(2, 3), answer["output0"].Shape);

        var unknown = await Assert.ThrowsAsync<InferException>(
            async () => await model.InferAsync([new NamedTensor("input0", Six)], new InferOptions { Subgraph = "none" }));
        Assert.Equal(RejectionReason.ModelNotFound, unknown.Reason);
    }

    [Fact]
    public async Task What_forward_does_not_use_is_not_placed()
    {
        var model = await Cores.LoadAsync(Archive("07a-unused-submodule"));

        Assert.Equal("used.model", Assert.Single((await Cores.GetPlacementAsync(model.Name)).Subgraphs).Name);
        Assert.Equal(1, Simulator.LoadedReplicas);
    }

    [Fact]
    public async Task A_module_without_subgraphs_is_left_alone_but_its_numbers_are_checked()
    {
        var model = await Cores.LoadAsync(Archive("08-plain-conv"));

        Assert.Empty((await Cores.SetMulticoreAsync(model.Name)).Subgraphs);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cores.SetNeuronCoresAsync(model.Name, 0, 5));
        Assert.Equal(0, Simulator.LoadedReplicas);
    }

    [Fact]
    public async Task A_damaged_or_hostile_archive_is_refused_with_the_reason_and_the_name_stays_free()
    {
        var refusal = await Assert.ThrowsAsync<PlacementException>(() => Cores.LoadAsync(Damaged("evil-in-state.pt"), new ModelName("m")));

        Assert.Contains("os.system is none of the names", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new ModelName("m"), (await Cores.LoadAsync(Archive("01-single-v1"), new ModelName("m"))).Name);
    }

    private static string Archive(string name) => Path.Combine(AppContext.BaseDirectory, "archives", name, "model.pt");

    private static string Damaged(string name) => Path.Combine(AppContext.BaseDirectory, "archives-damaged", name);
}
