using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.Contract;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>A spec of the Nrt runtime on the stand-in for libnrt.</summary>
[Collection(NrtCollection.Name)]
public abstract class NrtSpec : IDisposable
{
    protected static readonly VisibleCoreIndex Core0 = new(0);
    protected static readonly VisibleCoreIndex Core1 = new(1);

    private readonly List<NrtNotice> _notices = [];
    private NrtRuntime? _runtime;

    internal NrtLeftovers Leftovers { get; } = new();

    protected ModelFolder Folder { get; } = new();

    protected IReadOnlyList<NrtNotice> Notices
    {
        get
        {
            lock (_notices) return [.. _notices];
        }
    }

    /// <summary>The runtime: of two cores, unless a spec has started it otherwise.</summary>
    protected NrtRuntime Runtime => _runtime ?? Start();

    /// <summary>The options of the specs: the fake, two cores, no patience.</summary>
    protected NrtRuntimeOptions Options => new()
    {
        LibraryPath = FakeLibrary.Path,
        CoreCount = 2,
        InitTimeout = TimeSpan.Zero,
        Notify = notice =>
        {
            lock (_notices) _notices.Add(notice);
        },
    };

    public virtual void Dispose()
    {
        _runtime?.Dispose();
        Folder.Dispose();
        Leftovers.Check();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the runtime in an environment of its own; that of the process plays no part.</summary>
    protected NrtRuntime Start(NrtRuntimeOptions? options = null, params (string Name, string Value)[] environment)
    {
        _runtime?.Dispose();
        _runtime = null;
        return _runtime = new NrtRuntime(options ?? Options, environment.ToDictionary(pair => pair.Name, pair => pair.Value));
    }

    internal SubgraphFile Write(ToyNeff neff, string name = "toy") => Folder.Write($"{name}.neff", SubgraphFormat.Neff, neff.ToBytes());

    /// <summary>A subgraph of four numbers that gives 3x + 1.</summary>
    protected SubgraphFile Affine() => Write(
        new ToyNeff().Input("x", ElementType.Float32, [4]).Output("y", ElementType.Float32, [4], "affine 0 3 1"), "affine");

    protected static NamedTensor X(params float[] numbers) => ("x", Tensor.From(numbers));

    protected static float[] Run(ILoadedSubgraph replica, params float[] numbers) => [.. replica.Execute([X(numbers)])[0].Tensor.AsSpan<float>()];

    /// <summary>Ends a spec of a failure: everything still works.</summary>
    protected void AssertWorks(ILoadedSubgraph? replica = null)
    {
        var affine = replica ?? Runtime.Load(Affine(), Core1);
        Assert.Equal([4f, 7f, 10f, 13f], Run(affine, 1, 2, 3, 4));
        if (replica is null) affine.Unload();
    }

    protected static Task OnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
