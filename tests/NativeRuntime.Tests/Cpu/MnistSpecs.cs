using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class MnistSpecs : IDisposable
{
    private readonly CpuLab _lab = new();

    [Theory]
    [InlineData("mnist.onnx", 1)]
    [InlineData("mnist.onnx", 8)]
    [InlineData("mnist.onnx", 256)]
    [InlineData("mnist-batch8.onnx", 8)]
    public void All_256_digits_are_read_as_the_reference_reads_them(string file, int batch)
    {
        var replica = _lab.Load(ModelFile.Read(MnistSamples.PathOf(file)).Subgraphs[0]);

        for (var first = 0; first < MnistSamples.Count; first += batch)
        {
            var logits = replica.Execute([("image", MnistSamples.Batch(first, batch))]);

            AssertLogits(first, batch, Assert.Single(logits));
        }
    }

    [Fact]
    public void Two_threads_within_an_operator_read_the_same()
    {
        using var runtime = new CpuRuntime(new CpuRuntimeOptions { Cores = CpuLab.Cores(1), IntraOpThreads = 2 });
        var replica = runtime.Load(ModelFile.Read(MnistSamples.PathOf("mnist.onnx")).Subgraphs[0], new(0));

        var logits = replica.Execute([("image", MnistSamples.Batch(0, MnistSamples.Count))]);

        AssertLogits(0, MnistSamples.Count, Assert.Single(logits));
    }

    [Fact]
    public void The_net_in_two_subgraphs_on_two_cores_reads_the_same()
    {
        var model = ModelFile.Read(MnistSamples.SplitFolder);
        ILoadedSubgraph[] stages = [.. model.Subgraphs.Select((subgraph, stage) => _lab.Load(subgraph, core: stage))];
        var flow = new ModelFlow(model, [.. stages.Select(stage => stage.Signature)]);

        Assert.Equal("image FP32 [?, 1, 28, 28]", Assert.Single(flow.Signature.Inputs).ToString());
        Assert.Equal("logits FP32 [?, 10]", Assert.Single(flow.Signature.Outputs).ToString());
        AssertLogits(0, MnistSamples.Count, Assert.Single(Run(flow, stages, [("image", MnistSamples.Batch(0, MnistSamples.Count))])));
    }

    [Fact]
    public void The_signature_names_the_batch()
    {
        var signature = _lab.Load(ModelFile.Read(MnistSamples.PathOf("mnist.onnx")).Subgraphs[0]).Signature;

        Assert.Equal(["batch", null, null, null], Assert.Single(signature.Inputs).DimensionNames.AsEnumerable());
        Assert.Equal(["batch", null], Assert.Single(signature.Outputs).DimensionNames.AsEnumerable());
    }

    public void Dispose() => _lab.Dispose();

    private static NamedTensor[] Run(ModelFlow flow, ILoadedSubgraph[] stages, NamedTensor[] inputs)
    {
        var produced = new List<NamedTensor[]>();
        NamedTensor Find(TensorSource source) =>
            source.Stage == TensorSource.ModelInput ? inputs[source.Index] : produced[source.Stage][source.Index];

        for (var stage = 0; stage < stages.Length; stage++)
        {
            NamedTensor[] gathered = [.. flow.StageInputs[stage].Select(Find)];
            produced.Add([.. stages[stage].Execute(gathered)]);
        }

        return [.. flow.Outputs.Select(Find)];
    }

    private static void AssertLogits(int first, int batch, NamedTensor answer)
    {
        Assert.Equal("logits", answer.Name);
        Assert.Equal(new TensorShape(batch, MnistSamples.Classes), answer.Tensor.Shape);
        var logits = answer.Tensor.AsSpan<float>();
        for (var i = 0; i < batch; i++)
        {
            var mine = logits.Slice(i * MnistSamples.Classes, MnistSamples.Classes).ToArray();
            var reference = MnistSamples.Logits.AsSpan((first + i) * MnistSamples.Classes, MnistSamples.Classes).ToArray();

            Assert.Equal(MnistSamples.Labels[first + i], Array.IndexOf(mine, mine.Max()));
            Assert.All(mine.Zip(reference), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-3f));
        }
    }
}
