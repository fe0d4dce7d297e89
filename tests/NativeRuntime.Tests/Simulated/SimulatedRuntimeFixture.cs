using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.Contract;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

/// <summary>A simulated runtime of two small cores, and files for it.</summary>
public sealed class SimulatedRuntimeFixture : IDisposable
{
    public const long MiB = 1L << 20;

    public static readonly VisibleCoreIndex Core0 = new(0);
    public static readonly VisibleCoreIndex Core1 = new(1);

    private static readonly Tensor Numbers = Tensor.From([1f, 2f, 3f, 4f], 1, 4);

    public SimulatedRuntimeFixture(SimulatedRuntimeOptions? options = null) =>
        Runtime = new SimulatedRuntime(options ?? new SimulatedRuntimeOptions { MemoryPerCoreBytes = 100 * MiB });

    public SimulatedRuntime Runtime { get; }

    public ModelFolder Folder { get; } = new();

    /// <summary>A file whose output is its input, and that takes so much memory.</summary>
    public SubgraphFile Identity(string memory = "1MiB") => Folder.WriteSimulated("identity", $$"""
        {
          "inputs": [{ "name": "x", "datatype": "FP32", "shape": [-1, 4] }],
          "outputs": [{ "name": "y", "datatype": "FP32", "shape": [-1, 4], "from": "x" }],
          "memory": "{{memory}}"
        }
        """);

    public ILoadedSubgraph LoadIdentity(VisibleCoreIndex core, string memory = "1MiB") => Runtime.Load(Identity(memory), core);

    /// <summary>Executes an identity once, and checks its answer.</summary>
    public static void Execute(ILoadedSubgraph identity)
    {
        var output = Assert.Single(identity.Execute([("x", Numbers)]));

        Assert.Equal(Numbers.AsSpan<float>(), output.Tensor.AsSpan<float>());
    }

    /// <summary>Runs on a thread of its own, since calls of a runtime block.</summary>
    public static Task OnThread(Action call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        Runtime.Dispose();
        Folder.Dispose();
    }
}
