using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// Virtual NeuronCores on the CPU: ONNX graphs, executed by ONNX Runtime with real results. All replicas of one file share one copy of
/// its weights, so a replica on a further core costs next to nothing.
/// </summary>
/// <remarks>
/// Disposing it unloads every replica. An execution that is under way then ends as if nothing had happened, and the native
/// memory goes with the last one.
/// </remarks>
public sealed class CpuRuntime : INeuronRuntime
{
    private readonly Lock _gate = new();
    private readonly SessionCache _sessions;
    private readonly HashSet<CpuReplica> _replicas = [];
    private readonly long[] _usedBytes;
    private bool _disposed;

    /// <summary>Starts a runtime; there may be several in a process, and they share nothing.</summary>
    /// <exception cref="ArgumentException">The options are not valid; the message says why.</exception>
    public CpuRuntime(CpuRuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        Cores = options.Cores;
        Description = $"ONNX Runtime {OnnxEnvironment.Start()} on {Cores.Length} virtual NeuronCore{(Cores.Length == 1 ? "" : "s")}";
        _sessions = new SessionCache(options.IntraOpThreads);
        _usedBytes = new long[Cores.Length];
    }

    /// <inheritdoc/>
    public RuntimeKind Kind => RuntimeKind.Cpu;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public ImmutableArray<NeuronCoreInfo> Cores { get; }

    /// <summary>1: a core is a thread here, and more at once would only take turns on it.</summary>
    public int ExecutionSlotsPerCore => 1;

    /// <summary>How many files have their weights in memory now.</summary>
    internal int SessionCount => _sessions.Count;

    /// <summary>Whether the format is <see cref="SubgraphFormat.Onnx"/>, the only one.</summary>
    public bool Supports(SubgraphFormat format) => format == SubgraphFormat.Onnx;

    /// <inheritdoc/>
    public ILoadedSubgraph Load(SubgraphFile subgraph, VisibleCoreIndex core)
    {
        ArgumentNullException.ThrowIfNull(subgraph);
        ThrowIfUnusable(core);
        if (!Supports(subgraph.Format))
        {
            var message = subgraph.Format == SubgraphFormat.Neff
                ? $"{subgraph.Path} is compiled for NeuronCores, and the CPU runtime executes Onnx only; the simulated runtime makes a dry run of it"
                : $"{subgraph.Path} is {subgraph.Format}, and the CPU runtime executes Onnx only";
            throw new NeuronRuntimeException(RuntimeErrorKind.UnsupportedModel, "load", message, core, status: null);
        }

        var session = _sessions.Acquire(subgraph.Path, core);
        var replica = new CpuReplica(this, session, core);
        lock (_gate)
        {
            if (!_disposed)
            {
                _replicas.Add(replica);
                _usedBytes[core.Value] += replica.MemoryBytes;
                return replica;
            }
        }

        session.Release();
        throw new ObjectDisposedException(nameof(CpuRuntime));
    }

    /// <summary>
    /// The sizes of the files that have replicas on the core. The weights are shared between cores, so this says whom memory is for;
    /// the sum over all cores is more than the process takes. There is no limit.
    /// </summary>
    public CoreMemory GetMemory(VisibleCoreIndex core)
    {
        ThrowIfUnusable(core);
        lock (_gate) return new CoreMemory(_usedBytes[core.Value], LimitBytes: null);
    }

    /// <summary>Always well: a virtual core has nothing of its own that could fail.</summary>
    public void Probe(VisibleCoreIndex core) => ThrowIfUnusable(core);

    /// <inheritdoc/>
    public void Dispose()
    {
        CpuReplica[] left;
        lock (_gate)
        {
            _disposed = true;
            left = [.. _replicas];
        }

        foreach (var replica in left) replica.Unload();
    }

    /// <summary>Takes a replica off the books; called once for each, by itself.</summary>
    internal void Forget(CpuReplica replica)
    {
        lock (_gate)
        {
            if (_replicas.Remove(replica)) _usedBytes[replica.Core.Value] -= replica.MemoryBytes;
        }
    }

    private void ThrowIfUnusable(VisibleCoreIndex core)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if ((uint)core.Value >= (uint)Cores.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(core), core, $"The visible cores are 0 to {Cores.Length - 1}.");
        }
    }
}
