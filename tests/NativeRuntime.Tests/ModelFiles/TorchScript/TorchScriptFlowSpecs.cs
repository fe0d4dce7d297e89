using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

public sealed class TorchScriptFlowSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_tensors_of_a_chain_flow_from_one_to_the_next()
    {
        var flow = Flow("return (self.b).forward((self.a).forward(x, ), )");

        Assert.Equal("input0 → output0", Names(flow));
        Assert.Equal(new TensorSource(TensorSource.ModelInput, 0), Assert.Single(flow.StageInputs[0]));
        Assert.Equal(new TensorSource(0, 0), Assert.Single(flow.StageInputs[1]));
        Assert.Equal(new TensorSource(1, 0), Assert.Single(flow.Outputs));
    }

    [Fact]
    public void Inputs_and_outputs_that_would_be_called_the_same_are_numbered_by_their_order()
    {
        var flow = Flow("return ((self.b).forward(y, ), (self.a).forward(x, ))");

        Assert.Equal("input0 input1 → output0 output1", Names(flow));
        Assert.Equal([new TensorSource(0, 0), new TensorSource(1, 0)], flow.Outputs.ToArray());
        Assert.Equal(new TensorSource(TensorSource.ModelInput, 1), Assert.Single(flow.StageInputs[1]));
    }

    [Fact]
    public void An_input_that_two_subgraphs_take_is_one_input()
    {
        var flow = Flow("return ((self.b).forward(x, ), (self.a).forward(x, ))");

        Assert.Equal("input0 → output0 output1", Names(flow));
    }

    [Fact]
    public void Several_tensors_go_from_one_subgraph_to_the_next()
    {
        var flow = Flow("p, q, = (self.a).both(x, y, )\nr, s, = (self.b).both(q, p, )\nreturn [s, q]", inputs: 2, outputs: 2);

        Assert.Equal("input0 input1 → output1 output1", Names(flow).Replace("output0", "output1", StringComparison.Ordinal));
        Assert.Equal([new TensorSource(0, 1), new TensorSource(0, 0)], flow.StageInputs[1].ToArray());
        Assert.Equal([new TensorSource(1, 1), new TensorSource(0, 1)], flow.Outputs.ToArray());
    }

    [Fact]
    public void A_subgraph_that_runs_three_times_is_placed_once()
    {
        var path = _folder.Write("net.pt", ArchiveBuilder.Net("a = self.a\nreturn (a).forward((a).forward((a).forward(x, ), ), )").ToArray());

        var model = ModelFile.Read(path);

        Assert.Equal("a.model", Assert.Single(model.Subgraphs).Name);
        Assert.Equal(3, model.Steps.Length);
        Assert.Equal(new TensorSource(2, 0), Assert.Single(new ModelFlow(model, [model.Subgraphs[0].Signature!]).Outputs));
    }

    [Fact]
    public void What_cannot_be_a_chain_runs_in_parts_and_says_why()
    {
        Assert.Equal(
            "its forward runs the operators aten::relu, aten::neg on the host, which no NeuronCore can run",
            Read("return torch.neg((self.a).forward(torch.relu(x), ))").RunsInPartsBecause);
        Assert.Equal(
            "its forward answers with its argument 'y', which no subgraph produces",
            Read("return ((self.a).forward(x, ), y)").RunsInPartsBecause);
        Assert.Equal(["a.model"], Read("return ((self.a).forward(x, ), y)").Subgraphs.Select(each => each.Name));
    }

    [Fact]
    public void A_subgraph_that_is_given_too_little_or_too_much_is_refused()
    {
        var path = _folder.Write("net.pt", ArchiveBuilder.Net("return (self.a).both(x, y, )").ToArray());

        var refusal = Assert.Throws<ModelFileException>(() => ModelFile.Read(path));

        Assert.Contains("1 values are taken apart into 2", refusal.Message, StringComparison.Ordinal);

        path = _folder.Write("net.pt", ArchiveBuilder.Net("return ops.neuron.forward_v2([x, y], self.a.model)").ToArray());
        refusal = Assert.Throws<ModelFileException>(() => ModelFile.Read(path));
        Assert.Contains("forward gives 2 tensors to 'a.model' in its execution 1, and its metaneff describes 1 inputs", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ModelFlow Flow(string forward, int inputs = 1, int outputs = 1)
    {
        var model = Read(forward, inputs, outputs);
        return new ModelFlow(model, [.. model.Subgraphs.Select(each => each.Signature!)]);
    }

    private ModelPackage Read(string forward, int inputs = 1, int outputs = 1) =>
        ModelFile.Read(_folder.Write("net.pt", ArchiveBuilder.Net(forward, "", inputs, outputs).ToArray()));

    private static string Names(ModelFlow flow) =>
        $"{string.Join(' ', flow.Signature.Inputs.Select(each => each.Name))} → {string.Join(' ', flow.Signature.Outputs.Select(each => each.Name))}";
}
