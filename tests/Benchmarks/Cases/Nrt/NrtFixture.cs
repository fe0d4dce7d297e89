using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.Benchmarks.Cases.Nrt;

/// <summary>The Nrt runtime on a stand-in for libnrt, and a subgraph of the sizes of a small picture and ten classes.</summary>
internal sealed class NrtFixture : IDisposable
{
    public const string Input = "image";
    public const string Output = "logits";
    public const int InputBytes = 28 * 28 * sizeof(float);
    public const int OutputBytes = 10 * sizeof(float);

    private readonly string _folder = Directory.CreateTempSubdirectory("neuron-actors-").FullName;

    public NrtFixture()
    {
        Neff = new ToyNeff()
            .Input(Input, ElementType.Float32, [1, 1, 28, 28])
            .Output(Output, ElementType.Float32, [1, 10], "copy 0")
            .ToBytes();
        Path = System.IO.Path.Combine(_folder, "picture.neff");
        File.WriteAllBytes(Path, Neff);
    }

    public byte[] Neff { get; }

    public string Path { get; }

    public SubgraphFile File0 => ModelFile.Read(Path).Subgraphs[0];

    public static ImmutableArray<NamedTensor> Question { get; } = [(Input, Tensor.From(new float[28 * 28], 1, 1, 28, 28))];

    /// <summary>A new runtime of one core on a library as new; the one before must be disposed.</summary>
    public static NrtRuntime Start(int slots = 2)
    {
        FakeLibrary.Reset();
        return new NrtRuntime(new NrtRuntimeOptions { LibraryPath = FakeLibrary.Path, CoreCount = 1, ExecutionSlotsPerCore = slots });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
