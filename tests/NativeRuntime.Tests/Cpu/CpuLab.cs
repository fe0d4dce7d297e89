using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tests.ModelFiles;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

/// <summary>A CPU runtime of four cores, and a folder for graphs that are made up for it.</summary>
internal sealed class CpuLab : IDisposable
{
    public CpuRuntime Runtime { get; } = new(new CpuRuntimeOptions { Cores = Cores(4) });

    public TemporaryFolder Folder { get; } = new();

    public static ImmutableArray<NeuronCoreInfo> Cores(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new NeuronCoreInfo(new VisibleCoreIndex(i), new PhysicalCoreId(i)))];

    public SubgraphFile Write(string name, OnnxModelBuilder model) =>
        new(name, Folder.Write($"{name}.onnx", model.Build()), SubgraphFormat.Onnx);

    public ILoadedSubgraph Load(OnnxModelBuilder model, int core = 0) => Load(Write("graph", model), core);

    public ILoadedSubgraph Load(SubgraphFile file, int core = 0) => Runtime.Load(file, new VisibleCoreIndex(core));

    public void Dispose()
    {
        Runtime.Dispose();
        Folder.Dispose();
    }
}
