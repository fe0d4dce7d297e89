using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.Nrt;

namespace NeuronActors.NativeRuntime.Tests.Contract;

/// <summary>The contract, kept by the Nrt runtime on the stand-in for libnrt.</summary>
[Collection(NrtCollection.Name)]
public sealed class NrtContractSpecs : RuntimeContractSpecs
{
    private readonly NrtLeftovers _leftovers = new();

    protected override INeuronRuntime CreateRuntime(int cores) => new NrtRuntime(
        new NrtRuntimeOptions { LibraryPath = FakeLibrary.Path, CoreCount = cores, InitTimeout = TimeSpan.Zero }, new Dictionary<string, string>());

    // The file says its types, as a metaneff does: a tensor without elements has no size of an element to tell them by.
    protected override SubgraphFile WriteIdentity(string name, TensorShape shape)
    {
        var neff = ToyNeff.Identity(ElementType.Float32, [.. shape.Dimensions]);
        return Folder.Write($"{name}.neff", SubgraphFormat.Neff, neff.ToBytes()) with
        {
            Signature = new SubgraphSignature([new TensorSpec("x", ElementType.Float32, shape)], [new TensorSpec("y", ElementType.Float32, shape)]),
        };
    }

    public override void Dispose()
    {
        base.Dispose();
        _leftovers.Check();
    }
}
