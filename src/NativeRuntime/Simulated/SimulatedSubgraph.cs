using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Simulated.Durations;
using NeuronActors.NativeRuntime.Simulated.Models;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Simulated;

/// <summary>A replica that computes nothing, and watches that its caller keeps to the seam.</summary>
internal sealed class SimulatedSubgraph : ILoadedSubgraph
{
    private readonly string _name;
    private readonly SimulatedCore _core;
    private readonly Distribution _executionTime;
    private readonly SimulatedOutput[] _outputs;
    private readonly Action<SimulatedSubgraph> _unloaded;

    // Executions announce themselves before they look at _isGone, and an unload sets it before it counts them: so one of two that
    // meet always sees the other.
    private int _running;
    private int _isGone;

    public SimulatedSubgraph(
        string name, SimulatedModel model, SimulatedCore core, Distribution executionTime, Action<SimulatedSubgraph> unloaded)
    {
        _name = name;
        _core = core;
        _executionTime = executionTime;
        _outputs = SimulatedOutput.Of(model);
        _unloaded = unloaded;
        Signature = model.Signature;
        MemoryBytes = model.MemoryBytes;
    }

    public VisibleCoreIndex Core => _core.Index;

    public SubgraphSignature Signature { get; }

    public long MemoryBytes { get; }

    public ImmutableArray<NamedTensor> Execute(ReadOnlySpan<NamedTensor> inputs)
    {
        Interlocked.Increment(ref _running);
        try
        {
            Check(inputs);
            _core.BeginExecution();
            try
            {
                _core.TakeTime("execute", _executionTime, _core.Faults.NextExecution());
                return MakeOutputs(inputs);
            }
            finally
            {
                _core.EndExecution();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public void Unload()
    {
        if (Interlocked.Exchange(ref _isGone, 1) != 0) return;

        if (Volatile.Read(ref _running) > 0) _core.Violations.Add($"an unload of {_name} on core {Core} while it executes");
        try
        {
            _core.TakeTime("unload", TimeSpan.Zero, _core.Faults.NextUnload());
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Releases the replica without asking the script, when its runtime ends.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _isGone, 1) == 0) Leave();
    }

    private void Leave()
    {
        _core.RemoveReplica(MemoryBytes);
        _unloaded(this);
    }

    private void Check(ReadOnlySpan<NamedTensor> inputs)
    {
        if (Volatile.Read(ref _isGone) != 0)
        {
            _core.Violations.Add($"an execution of {_name} on core {Core} after its unload");
            throw new ObjectDisposedException(_name);
        }

        if (inputs.Length != Signature.Inputs.Length)
        {
            _core.Violations.Add($"an execution of {_name} on core {Core} with {inputs.Length} inputs for {Signature.Inputs.Length}");
            throw new ArgumentException($"{_name} takes {Signature.Inputs.Length} inputs, and {inputs.Length} were given.", nameof(inputs));
        }
    }

    private ImmutableArray<NamedTensor> MakeOutputs(ReadOnlySpan<NamedTensor> inputs)
    {
        var tensors = new NamedTensor[_outputs.Length];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = _outputs[i].Make(inputs);
        return ImmutableCollectionsMarshal.AsImmutableArray(tensors);
    }
}
