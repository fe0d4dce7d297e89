using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.ModelFiles;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

public sealed class SimulatedNeffSpecs : IDisposable
{
    private static readonly VisibleCoreIndex Core0 = new(0);

    private readonly SimulatedRuntime _runtime = new(new SimulatedRuntimeOptions { Cores = VisibleCores.First(2) });

    [Theory]
    [InlineData("neff/single.neff", 1516)]
    [InlineData("torchscript/04-single-v4/model.pt", 1512)]
    public void A_graph_that_says_what_its_tensors_are_makes_a_dry_run_of_its_size(string file, long size)
    {
        var subgraph = ModelFile.Read(Fixture.At(file.Split('/'))).Subgraphs[0];

        var replica = _runtime.Load(subgraph, Core0);

        Assert.Equal(subgraph.Signature, replica.Signature);
        Assert.Equal(size, _runtime.GetMemory(Core0).UsedBytes);
        var input = subgraph.Signature!.Inputs[0];
        var outputs = replica.Execute([new NamedTensor(input.Name, Tensor.From(new float[input.Shape.ElementCount], [.. input.Shape.Dimensions]))]);
        Assert.Equal(subgraph.Signature.Outputs[0].Shape, outputs[0].Tensor.Shape);
        replica.Unload();
        Assert.Equal(0, _runtime.GetMemory(Core0).UsedBytes);
    }

    [Fact]
    public void A_graph_by_itself_is_refused_with_what_is_missing()
    {
        var subgraph = ModelFile.Read(Fixture.At("neff", "pax-tar.neff")).Subgraphs[0];

        var refusal = Assert.Throws<NeuronRuntimeException>(() => _runtime.Load(subgraph, Core0));

        Assert.Equal(RuntimeErrorKind.UnsupportedModel, refusal.Kind);
        Assert.Contains("there is no pax-tar.metaneff beside it", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, _runtime.GetMemory(Core0).UsedBytes);
    }

    [Fact]
    public void A_file_that_is_gone_is_refused_with_its_path()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.pt", File.ReadAllBytes(Fixture.At("torchscript", "01-single-v1", "model.pt")));
        var subgraph = ModelFile.Read(path).Subgraphs[0];
        File.Delete(path);

        var refusal = Assert.Throws<NeuronRuntimeException>(() => _runtime.Load(subgraph, Core0));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Assert.Empty(_runtime.Violations);
        _runtime.Dispose();
    }
}
