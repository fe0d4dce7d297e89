using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class OutputShapeSpecs : IDisposable
{
    private readonly CpuLab _lab = new();

    [Fact]
    public void A_scalar_comes_out_as_a_scalar()
    {
        var replica = _lab.Load(new OnnxModelBuilder().Input("x", OnnxType.Float).Output("y", OnnxType.Float).Node("Neg", ["x"], ["y"]));

        var answer = replica.Execute([("x", Tensor.From<float>(new[] { 2.5f }.AsMemory()))])[0].Tensor;

        Assert.Equal(0, answer.Shape.Rank);
        Assert.Equal([-2.5f], answer.AsSpan<float>().ToArray());
    }

    [Fact]
    public void A_shape_that_depends_on_the_data_is_found_out_beside_one_that_does_not()
    {
        var replica = _lab.Load(new OnnxModelBuilder()
            .Input("x", OnnxType.Float, "n")
            .Output("places", OnnxType.Int64, 1, "found")
            .Output("negative", OnnxType.Float, "n")
            .Node("NonZero", ["x"], ["places"])
            .Node("Neg", ["x"], ["negative"]));

        var some = replica.Execute([("x", Tensor.From([0f, 5f, 0f, 7f]))]);
        var none = replica.Execute([("x", Tensor.From([0f, 0f]))]);

        Assert.Equal(new TensorShape(1, 2), some[0].Tensor.Shape);
        Assert.Equal([1L, 3L], some[0].Tensor.AsSpan<long>().ToArray());
        Assert.Equal([0f, -5f, 0f, -7f], some[1].Tensor.AsSpan<float>().ToArray());
        Assert.Equal(new TensorShape(1, 0), none[0].Tensor.Shape);
        Assert.Equal(new TensorShape(2), none[1].Tensor.Shape);
    }

    [Fact]
    public void A_model_whose_names_lie_answers_rightly_the_first_time_and_ever_after()
    {
        var replica = _lab.Load(new OnnxModelBuilder()
            .Input("x", OnnxType.Float, "n")
            .Input("times", OnnxType.Int64, 1)
            .Output("repeated", OnnxType.Float, "n")
            .Output("negative", OnnxType.Float, "n")
            .Node("Tile", ["x", "times"], ["repeated"])
            .Node("Neg", ["x"], ["negative"]));

        for (var time = 0; time < 3; time++)
        {
            var answer = replica.Execute([("x", Tensor.From([1f, 2f])), ("times", Tensor.From([2L]))]);

            Assert.Equal([1f, 2f, 1f, 2f], answer[0].Tensor.AsSpan<float>().ToArray());
            Assert.Equal([-1f, -2f], answer[1].Tensor.AsSpan<float>().ToArray());
        }
    }

    [Fact]
    public void Batches_of_changing_size_each_get_their_own_shape()
    {
        var replica = _lab.Load(Graphs.Identity(OnnxType.Int32));

        foreach (var size in new[] { 1, 5, 5, 0, 1, 300 })
        {
            var numbers = Enumerable.Range(0, size).ToArray();
            Assert.Equal(numbers, replica.Execute([("x", Tensor.From(numbers))])[0].Tensor.AsSpan<int>().ToArray());
        }
    }

    [Fact]
    public void An_answer_stays_as_it_was_when_the_replica_runs_again_and_is_unloaded()
    {
        var replica = _lab.Load(Graphs.Identity(OnnxType.Int32));
        var first = replica.Execute([("x", Tensor.From([1, 2, 3]))])[0].Tensor;

        replica.Execute([("x", Tensor.From([7, 8, 9]))]);
        replica.Unload();

        Assert.Equal([1, 2, 3], first.AsSpan<int>().ToArray());
    }

    [Fact]
    public void A_graph_without_inputs_answers_with_its_constant()
    {
        var replica = _lab.Load(new OnnxModelBuilder()
            .Output("y", OnnxType.Int32, 2)
            .Weights("w", OnnxType.Int32, [2], [1, 0, 0, 0, 2, 0, 0, 0])
            .Node("Identity", ["w"], ["y"]));

        Assert.Empty(replica.Signature.Inputs);
        Assert.Equal([1, 2], replica.Execute([])[0].Tensor.AsSpan<int>().ToArray());
    }

    [Fact]
    public void Inputs_are_read_in_place_and_let_go_of()
    {
        using var memory = new CountingMemory([1, 2, 3, 4]);
        var replica = _lab.Load(Graphs.Identity(OnnxType.UInt8));

        var answer = replica.Execute([("x", new Tensor(ElementType.UInt8, new TensorShape(4), memory.Memory))]);

        Assert.Equal([1, 2, 3, 4], answer[0].Tensor.Data.ToArray());
        Assert.Equal((1, 1), (memory.Pins, memory.Unpins));
    }

    public void Dispose() => _lab.Dispose();
}
