using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

public sealed class StoredInputsSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_parameter_that_forward_hands_to_a_subgraph_comes_from_the_file_and_not_from_the_caller()
    {
        var model = Read(StatefulNet.Of(Neff(), Meta()));

        var subgraph = Assert.Single(model.Subgraphs);
        Assert.Equal("input0 → output0 output1", Names(subgraph.Signature!));
        Assert.Equal("input0 → output0", Names(Flow(model).Signature));
        Assert.Equal(("input1 FP32 [2, 3]", "states.0"), ($"{subgraph.States.Single().Input}", subgraph.States.Single().Path));
        Assert.Equal(StatefulNet.Bytes(StatefulNet.Numbers), Contents(subgraph));
    }

    [Fact]
    public void Whoever_gives_what_the_module_has_itself_is_refused_as_whoever_gives_too_little()
    {
        var signature = Flow(Read(StatefulNet.Of(Neff(), Meta()))).Signature;
        NamedTensor Six(string name) => (name, Tensor.From(new float[6], 2, 3));

        Assert.True(InputCheck.TryBind(signature, [Six("input0")], out _, out _));
        Assert.False(InputCheck.TryBind(signature, [Six("input0"), Six("input1")], out _, out var tooMany));
        Assert.Equal((InputProblem.Unknown, "input1"), (tooMany.Problem, tooMany.InputName));
        Assert.False(InputCheck.TryBind(signature, [], out _, out var tooFew));
        Assert.Equal((InputProblem.Missing, "input0"), (tooFew.Problem, tooFew.InputName));
    }

    [Fact]
    public void An_output_in_the_memory_of_a_parameter_is_hidden_unless_forward_does_something_with_it()
    {
        var hidden = Read(StatefulNet.Of(Neff(), Meta((1, 1))));
        var answered = Read(StatefulNet.Of(Neff(), Meta((1, 1)), StatefulNet.Forward.Replace("return _1", "return (_1, _2)", StringComparison.Ordinal)));

        Assert.Equal("input0 → output0", Names(hidden.Subgraphs[0].Signature!));
        Assert.Equal(("output1", "input1", false), Update(hidden));
        Assert.Equal("input0 → output0 output1", Names(Flow(answered).Signature));
        Assert.Equal(("output1", "input1", true), Update(answered));
    }

    [Fact]
    public void A_constant_of_the_code_is_as_good_as_a_parameter()
    {
        var constant = StatefulNet.Of(Neff(), Meta(), "_1, _2, = ops.neuron.forward_v2([x, CONSTANTS.c0], self.model)\nreturn _1")
            .Constants(Parameters())
            .Add("net/constants/0", StatefulNet.Bytes(9, 8, 7, 6, 5, 4));

        static PickleWriter Parameters()
        {
            var pickle = new PickleWriter();
            StatefulNet.Parameter(pickle);
            return pickle.Op(PickleOpcode.Tuple1);
        }

        var subgraph = Assert.Single(Read(constant).Subgraphs);

        Assert.Equal("CONSTANTS.c0", subgraph.States.Single().Path);
        Assert.Equal(StatefulNet.Bytes(9, 8, 7, 6, 5, 4), Contents(subgraph));
    }

    [Fact]
    public void A_parameter_that_lies_otherwise_in_memory_is_put_in_order()
    {
        var transposed = Read(StatefulNet.Of(Neff(), Meta(), parameter: pickle => pickle.Tensor("FloatStorage", "0", 6, 0, [2, 3], [1, 2]))).Subgraphs[0];
        Assert.Equal(StatefulNet.Bytes(1, 3, 5, 2, 4, 6), Contents(transposed));
        Assert.Null(transposed.States[0].Location);

        var repeated = Read(StatefulNet.Of(Neff(), Meta(), parameter: pickle => pickle.Tensor("FloatStorage", "0", 6, 3, [2, 3], [0, 1]))).Subgraphs[0];
        Assert.Equal(StatefulNet.Bytes(4, 5, 6, 4, 5, 6), Contents(repeated));

        var memory = StatefulNet.Bytes(0, 0, 1, 2, 3, 4, 5, 6);
        var part = Read(StatefulNet.Of(Neff(), Meta(), memory: memory, parameter: pickle => pickle.Tensor("FloatStorage", "0", 8, 2, [2, 3], [3, 1]))).Subgraphs[0];
        Assert.Equal(StatefulNet.Bytes(StatefulNet.Numbers), Contents(part));
        Assert.NotNull(part.States[0].Location);
    }

    [Theory]
    [InlineData("DoubleStorage", new[] { 2, 3 }, "gives 'states.0', which is FP64 [2, 3], to its input input1 FP32 [2, 3]")]
    [InlineData("FloatStorage", new[] { 6, 1 }, "gives 'states.0', which is FP32 [6, 1], to its input input1 FP32 [2, 3]")]
    [InlineData("ComplexFloatStorage", new[] { 2, 3 }, "gives 'states.0', which is ComplexFloatStorage [2, 3]")]
    public void A_parameter_that_does_not_fit_is_refused_with_both_sides(string storage, int[] shape, string reason) =>
        AssertRefused(StatefulNet.Of(Neff(), Meta(), memory: new byte[48], parameter: pickle => pickle.Tensor(storage, "0", 6, 0, shape, [shape[1], 1])), reason);

    [Fact]
    public void A_parameter_whose_memory_is_short_or_not_there_is_refused()
    {
        AssertRefused(StatefulNet.Of(Neff(), Meta(), memory: new byte[23]), "the memory of a tensor has 23 bytes, and should have 24");
        AssertRefused(StatefulNet.Of(Neff(), Meta(), parameter: pickle => pickle.Tensor("FloatStorage", "7", 6, 0, [2, 3], [3, 1])), "there is no entry 'net/data/7'");
    }

    [Fact]
    public void An_output_that_cannot_share_the_memory_of_its_parameter_is_refused()
    {
        var meta = new Cpu.ProtobufWriter()
            .Message(1, MetaNeffSpecs.Tensor("input0", 1, 2, 3)).Message(1, MetaNeffSpecs.Tensor("input1", 1, 2, 3))
            .Message(2, MetaNeffSpecs.Tensor("output0", 1, 2, 3)).Message(2, MetaNeffSpecs.Tensor("output1", 1, 6))
            .Message(6, new Cpu.ProtobufWriter().Number(1, 1).Number(2, 1));

        AssertRefused(StatefulNet.Of(Neff(), meta.ToArray()), "its output output1 FP32 [6] shares its memory with its input input1 FP32 [2, 3], and they are not alike");
        AssertRefused(StatefulNet.Of(Neff(), Meta((0, 1), (1, 1))), "two of its outputs share the memory of its input input1 FP32 [2, 3]");
    }

    [Fact]
    public void What_is_a_parameter_in_one_execution_and_an_argument_in_another_belongs_to_the_caller_and_the_model_runs_in_parts()
    {
        var model = Read(StatefulNet.Of(Neff(), Meta(), """
            _0 = getattr(self.states, "0")
            _1, _2, = ops.neuron.forward_v2([x, _0], self.model)
            _3, _4, = ops.neuron.forward_v2([_1, y], self.model)
            return _3
            """));

        Assert.Empty(model.Subgraphs[0].States);
        Assert.Equal("input0 input1 → output0 output1", Names(model.Subgraphs[0].Signature!));
        Assert.Contains("gives the parameter 'states.0' to 'model' in one execution and something else in another", model.RunsInPartsBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_parameter_in_every_execution_is_one_state()
    {
        var model = Read(StatefulNet.Of(Neff(), Meta((1, 1)), """
            _0 = getattr(self.states, "0")
            _1, _2, = ops.neuron.forward_v2([x, _0], self.model)
            _3, _4, = ops.neuron.forward_v2([_1, _0], self.model)
            return _3
            """));

        Assert.Single(model.Subgraphs[0].States);
        Assert.Null(model.RunsInPartsBecause);
        Assert.Equal("input0 → output0", Names(Flow(model).Signature));
    }

    [Theory]
    [InlineData("self.states = y")]
    [InlineData("_9 = torch.add_(getattr(self.states, \"0\"), x)")]
    public void What_the_host_changes_is_not_taken_from_the_file(string change)
    {
        // Before or after the execution: forward is called again and again.
        var before = Read(StatefulNet.Of(Neff(), Meta(), $"{change}\n{StatefulNet.Forward}"));
        var after = Read(StatefulNet.Of(Neff(), Meta(), StatefulNet.Forward.Replace("return", $"{change}\nreturn", StringComparison.Ordinal)));

        foreach (var model in (ModelPackage[])[before, after])
        {
            Assert.NotNull(model.RunsInPartsBecause);
            Assert.Empty(model.Subgraphs[0].States);
            Assert.Contains("input1", model.Subgraphs[0].Signature!.Inputs.Select(input => input.Name));
        }
    }

    [Fact]
    public void Between_operators_of_the_host_a_subgraph_has_its_parameters_all_the_same_and_gives_every_output()
    {
        var model = Read(StatefulNet.Of(Neff(), Meta((1, 1)), StatefulNet.Forward.Replace("return _1", "return torch.neg(_1)", StringComparison.Ordinal)));

        Assert.Contains("aten::neg", model.RunsInPartsBecause, StringComparison.Ordinal);
        Assert.Equal("input0 → output0 output1", Names(model.Subgraphs[0].Signature!));
        Assert.Equal(("output1", "input1", true), Update(model));
    }

    [Fact]
    public void A_file_that_has_other_parameters_by_now_is_refused()
    {
        var subgraph = Read(StatefulNet.Of(Neff(), Meta())).Subgraphs[0];

        Read(StatefulNet.Of(Neff(), Meta(), "_1, _2, = ops.neuron.forward_v2([x, y], self.model)\nreturn _1"));

        var refusal = Assert.Throws<ModelFileException>(() => NeffImage.Open(subgraph));
        Assert.Contains("is given other tensors by its module than when the file was read", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Neff() => NeffBuilder.Sound("net", 2, 2);

    private static byte[] Meta(params (int Output, int Input)[] aliases) => ArchiveBuilder.Meta(2, 2, aliases);

    private ModelPackage Read(ArchiveBuilder archive) => ModelFile.Read(_folder.Write("net.pt", archive.ToArray()));

    private void AssertRefused(ArchiveBuilder archive, string reason) =>
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => Read(archive)).Message, StringComparison.Ordinal);

    private static ModelFlow Flow(ModelPackage model) => new(model, [.. model.Subgraphs.Select(each => each.Signature!)]);

    private static byte[] Contents(SubgraphFile subgraph)
    {
        using var image = NeffImage.Open(subgraph);
        return image.States.Single().ReadAll(1000);
    }

    private static (string, string, bool) Update(ModelPackage model)
    {
        var update = model.Subgraphs[0].Updates.Single();
        return (update.Output.Name, update.State, update.IsGiven);
    }

    private static string Names(SubgraphSignature signature) =>
        $"{string.Join(' ', signature.Inputs.Select(each => each.Name))} → {string.Join(' ', signature.Outputs.Select(each => each.Name))}";
}
