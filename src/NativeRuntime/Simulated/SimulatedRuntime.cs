using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Simulated.Faults;
using NeuronActors.NativeRuntime.Simulated.Models;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Simulated;

/// <summary>
/// A runtime that computes nothing: it keeps to the contract of the seam with imagined cores, whose memory, times and faults follow options
/// and a script. It makes a large instance out of a laptop, for dry runs of a placement, for tests and for benchmarks.
/// </summary>
/// <remarks>
/// <para>
/// It loads <c>.sim.json</c> files, which describe a subgraph, and <c>.onnx</c> files and NEFFs as a dry run: with their real inputs and
/// outputs, their size as memory, and outputs of zeros. A NEFF must come with a metaneff, which says what its inputs and outputs are.
/// </para>
/// <para>
/// Times are real: a call blocks its thread for as long as the distribution says, and for no time at all at zero. On average over the calls
/// of a thread the times are exact. Every member may be called from any thread.
/// </para>
/// <para>Disposing it releases all replicas and lets go whatever hangs; executions under way end as they would have.</para>
/// </remarks>
public sealed class SimulatedRuntime : INeuronRuntime
{
    private readonly SimulatedRuntimeOptions _options;
    private readonly SimulatedModelLoader _loader;
    private readonly ViolationLog _violations = new();
    private readonly ImmutableArray<SimulatedCore> _cores;

    // Guards the two below. Never held during a call on a core.
    private readonly Lock _gate = new();
    private readonly HashSet<SimulatedSubgraph> _replicas = [];
    private bool _isDisposed;

    /// <summary>Makes a runtime; it owns nothing outside this process.</summary>
    /// <exception cref="ArgumentException">The options are not valid, and which of them.</exception>
    public SimulatedRuntime(SimulatedRuntimeOptions options)
        : this(options, OnnxSignature.Read)
    {
    }

    internal SimulatedRuntime(SimulatedRuntimeOptions options, Func<string, SubgraphSignature> readOnnxSignature)
    {
        options.Validate();
        _options = options;
        _loader = new SimulatedModelLoader(readOnnxSignature);
        _cores = [.. options.Cores.Select(core => new SimulatedCore(core.Index, options, _violations))];
        Faults = new SimulatedFaults([.. _cores.Select(core => core.Faults)]);
        Description = Describe(options);
    }

    /// <inheritdoc/>
    public RuntimeKind Kind => RuntimeKind.Simulated;

    /// <summary>For people: <c>simulated trn1.32xlarge, 32 cores</c>.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public ImmutableArray<NeuronCoreInfo> Cores => _options.Cores;

    /// <inheritdoc/>
    public int ExecutionSlotsPerCore => _options.ExecutionSlotsPerCore;

    /// <summary>The script of what goes wrong.</summary>
    public SimulatedFaults Faults { get; }

    /// <summary>How many replicas are loaded, over all cores.</summary>
    public int LoadedReplicas
    {
        get
        {
            lock (_gate) return _replicas.Count;
        }
    }

    /// <summary>
    /// How often callers broke the contract of the seam: more executions on a core than it has slots, an unload or a probe during an
    /// execution, an execution after the unload or with the wrong number of inputs. A test of a caller ends by asserting 0.
    /// </summary>
    public int ViolationCount => _violations.Count;

    /// <summary>What the first hundred of these were, for the message of a failed test.</summary>
    public ImmutableArray<string> Violations => _violations.Texts;

    /// <inheritdoc/>
    public bool Supports(SubgraphFormat format) => SimulatedModelLoader.Supports(format);

    /// <inheritdoc/>
    public ILoadedSubgraph Load(SubgraphFile subgraph, VisibleCoreIndex core)
    {
        var target = Open(core);
        var fault = target.Faults.NextLoad();
        var model = _loader.Read(subgraph);
        target.TakeMemory(model.MemoryBytes);
        try
        {
            target.TakeTime("load", model.LoadTime ?? _options.LoadTime, fault);
            var replica = new SimulatedSubgraph(
                subgraph.Name, model, target, model.ExecutionTime ?? _options.ExecutionTime, Forget);
            Remember(replica, target);
            return replica;
        }
        catch
        {
            target.ReturnMemory(model.MemoryBytes);
            throw;
        }
    }

    /// <summary>The memory in use on a core, that of loads under way included, and its limit.</summary>
    public CoreMemory GetMemory(VisibleCoreIndex core) => Open(core).Memory;

    /// <inheritdoc/>
    public void Probe(VisibleCoreIndex core) => Open(core).Probe();

    /// <summary>What a core has to do, and had; also after disposal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core.</exception>
    public SimulatedCoreStatistics GetStatistics(VisibleCoreIndex core) => Find(core).Statistics;

    /// <inheritdoc/>
    public void Dispose()
    {
        ImmutableArray<SimulatedSubgraph> alive;
        lock (_gate)
        {
            _isDisposed = true;
            alive = [.. _replicas];
        }

        foreach (var replica in alive) replica.Release();
        Faults.Clear();
    }

    private static string Describe(SimulatedRuntimeOptions options)
    {
        var cores = options.Cores.Length == 1 ? "1 core" : $"{options.Cores.Length} cores";
        return options.Instance switch
        {
            null => $"simulated, {cores}",
            { } whole when whole.Cores == options.Cores.Length => $"simulated {whole.Name}, {cores}",
            { } part => $"simulated {part.Name}, {options.Cores.Length} of {part.Cores} cores",
        };
    }

    private SimulatedCore Open(VisibleCoreIndex core)
    {
        lock (_gate) ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Find(core);
    }

    private SimulatedCore Find(VisibleCoreIndex core)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(core.Value, nameof(core));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(core.Value, _cores.Length, nameof(core));
        return _cores[core.Value];
    }

    private void Remember(SimulatedSubgraph replica, SimulatedCore core)
    {
        lock (_gate)
        {
            // A load that a disposal overtook must leave nothing behind.
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _replicas.Add(replica);
            core.AddReplica();
        }
    }

    private void Forget(SimulatedSubgraph replica)
    {
        lock (_gate) _replicas.Remove(replica);
    }
}
