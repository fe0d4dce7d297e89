using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

public sealed class ModelFlowSpecs
{
    [Fact]
    public void Tensors_flow_by_name_from_stage_to_stage()
    {
        var flow = Flow(
            [],
            Stage("encoder", [Spec("text"), Spec("mask")], [Spec("states")]),
            Stage("decoder", [Spec("mask"), Spec("states")], [Spec("logits"), Spec("scores")]));

        Assert.Equal(["text", "mask"], flow.Signature.Inputs.Select(input => input.Name));
        Assert.Equal(["logits", "scores"], flow.Signature.Outputs.Select(output => output.Name));
        Assert.Equal([new TensorSource(-1, 0), new TensorSource(-1, 1)], flow.StageInputs[0].ToArray());
        Assert.Equal([new TensorSource(-1, 1), new TensorSource(0, 0)], flow.StageInputs[1].ToArray());
        Assert.Equal([new TensorSource(1, 0), new TensorSource(1, 1)], flow.Outputs.ToArray());
    }

    [Fact]
    public void Renamed_tensors_meet_under_the_names_of_the_flow()
    {
        var flow = Flow(
            ["answer"],
            Stage("one", [Spec("x")], [Spec("y")], outputNames: [("y", "middle")]),
            Stage("two", [Spec("x")], [Spec("y")], inputNames: [("x", "middle")], outputNames: [("y", "answer")]));

        Assert.Equal("x", Assert.Single(flow.Signature.Inputs).Name);
        Assert.Equal("answer", Assert.Single(flow.Signature.Outputs).Name);
        Assert.Equal([new TensorSource(0, 0)], flow.StageInputs[1].ToArray());
    }

    [Fact]
    public void The_last_subgraph_before_it_that_has_the_name_feeds_an_input()
    {
        var flow = Flow(
            [],
            Stage("one", [Spec("x")], [Spec("x")]),
            Stage("two", [Spec("x")], [Spec("x")]),
            Stage("three", [Spec("x")], [Spec("z")]));

        Assert.Equal([new TensorSource(-1, 0)], flow.StageInputs[0].ToArray());
        Assert.Equal([new TensorSource(0, 0)], flow.StageInputs[1].ToArray());
        Assert.Equal([new TensorSource(1, 0)], flow.StageInputs[2].ToArray());
    }

    [Fact]
    public void A_model_without_subgraphs_takes_and_gives_nothing()
    {
        var flow = Flow([]);

        Assert.Empty(flow.Signature.Inputs);
        Assert.Empty(flow.Signature.Outputs);
        Assert.Empty(flow.StageInputs);
    }

    [Fact]
    public void A_dynamic_dimension_goes_with_any_size()
    {
        var flow = Flow(
            [],
            Stage("one", [Spec("x")], [Spec("y", ElementType.Float32, -1, 10)]),
            Stage("two", [Spec("y", ElementType.Float32, 8, -1)], [Spec("z")]));

        Assert.Equal([new TensorSource(0, 0)], flow.StageInputs[1].ToArray());
    }

    [Fact]
    public void Dimension_names_are_joined_along_the_tensors_and_told_apart_elsewhere()
    {
        var flow = Flow(
            ["y", "z"],
            Stage("one", [Named("x", "batch", "n")], [Named("y", "batch", "n")]),
            Stage("two", [Named("y", "rows", "columns"), Named("other", "n", "rows")], [Named("z", "rows", "n")]));

        Assert.Equal(["batch", "n"], flow.Signature.Inputs[0].DimensionNames.AsEnumerable());
        Assert.Equal(["two.n", "batch"], flow.Signature.Inputs[1].DimensionNames.AsEnumerable());
        Assert.Equal(["batch", "n"], flow.Signature.Outputs[0].DimensionNames.AsEnumerable());
        Assert.Equal(["batch", "two.n"], flow.Signature.Outputs[1].DimensionNames.AsEnumerable());
    }

    [Fact]
    public void Ends_of_different_types_or_shapes_are_refused_with_both()
    {
        AssertRefused(
            "tensor 'y' is input y FP32 [4] of subgraph 'two', and output y INT64 [4] of subgraph 'one'",
            [],
            Stage("one", [Spec("x")], [Spec("y", ElementType.Int64, 4)]),
            Stage("two", [Spec("y", ElementType.Float32, 4)], [Spec("z")]));
        AssertRefused(
            "tensor 'y' is input y FP32 [5] of subgraph 'two', and output y FP32 [4] of subgraph 'one'",
            [],
            Stage("one", [Spec("x")], [Spec("y", ElementType.Float32, 4)]),
            Stage("two", [Spec("y", ElementType.Float32, 5)], [Spec("z")]));
        AssertRefused(
            "tensor 'y' is input y FP32 [?] of subgraph 'two', and output y FP32 [?, ?] of subgraph 'one'",
            [],
            Stage("one", [Spec("x")], [Spec("y", ElementType.Float32, -1, -1)]),
            Stage("two", [Spec("y", ElementType.Float32, -1)], [Spec("z")]));
    }

    [Fact]
    public void Two_uses_of_a_model_input_that_differ_are_refused_with_both()
    {
        AssertRefused(
            "tensor 'x' is input x FP32 [8] of subgraph 'two', and input x FP32 [?] of subgraph 'one'",
            [],
            Stage("one", [Spec("x", ElementType.Float32, -1)], [Spec("y")]),
            Stage("two", [Spec("x", ElementType.Float32, 8)], [Spec("z")]));
    }

    [Fact]
    public void Names_that_lead_nowhere_are_refused_with_those_there_are()
    {
        AssertRefused("no subgraph gives the model's output 'w'; there is 'y', 'z'", ["w"], Stage("one", [Spec("x")], [Spec("z"), Spec("y")]));
        AssertRefused("no subgraph gives the model's output 'w'; there is none", ["w"]);
        AssertRefused(
            "subgraph 'one' has no input 'q' to rename; it has 'x'",
            [],
            Stage("one", [Spec("x")], [Spec("y")], inputNames: [("q", "r")]));
        AssertRefused(
            "subgraph 'one' has no output 'q' to rename; it has 'y'",
            [],
            Stage("one", [Spec("x")], [Spec("y")], outputNames: [("q", "r")]));
        AssertRefused(
            "subgraph 'one' gives two outputs the name 'z'",
            [],
            Stage("one", [Spec("x")], [Spec("y"), Spec("z")], outputNames: [("y", "z")]));
    }

    [Fact]
    public void As_many_signatures_as_subgraphs_are_wanted()
    {
        Assert.Throws<ArgumentException>(() => new ModelFlow(new ModelPackage("/m", "m", []), [new SubgraphSignature([], [])]));
        Assert.Throws<ArgumentException>(() => new ModelFlow(new ModelPackage("/m", "m", []), default));
    }

    private static TensorSpec Spec(string name, ElementType type = ElementType.Float32, params long[] shape) =>
        new(name, type, new TensorShape(shape));

    private static TensorSpec Named(string name, params string[] dimensions) =>
        new(name, ElementType.Float32, new TensorShape(Array.ConvertAll(dimensions, _ => TensorShape.Dynamic)))
        {
            DimensionNames = [.. dimensions],
        };

    private static (SubgraphFile File, SubgraphSignature Signature) Stage(
        string name,
        ImmutableArray<TensorSpec> inputs,
        ImmutableArray<TensorSpec> outputs,
        (string Own, string Flow)[]? inputNames = null,
        (string Own, string Flow)[]? outputNames = null)
    {
        var file = new SubgraphFile(name, $"/models/{name}.onnx", SubgraphFormat.Onnx)
        {
            InputNames = (inputNames ?? []).ToImmutableDictionary(pair => pair.Own, pair => pair.Flow),
            OutputNames = (outputNames ?? []).ToImmutableDictionary(pair => pair.Own, pair => pair.Flow),
        };
        return (file, new SubgraphSignature(inputs, outputs));
    }

    private static ModelFlow Flow(ImmutableArray<string> outputs, params (SubgraphFile File, SubgraphSignature Signature)[] stages) => new(
        new ModelPackage("/models/m", "m", [.. stages.Select(stage => stage.File)]) { Outputs = outputs },
        [.. stages.Select(stage => stage.Signature)]);

    private static void AssertRefused(
        string reason, ImmutableArray<string> outputs, params (SubgraphFile File, SubgraphSignature Signature)[] stages)
    {
        var refusal = Assert.Throws<ModelFileException>(() => Flow(outputs, stages));

        Assert.Equal($"/models/m: {reason}", refusal.Message);
    }
}
