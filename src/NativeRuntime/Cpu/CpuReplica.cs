using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>A replica on a virtual core: a share in a session, and the working arrays of one execution.</summary>
internal sealed class CpuReplica(CpuRuntime runtime, SharedSession session, VisibleCoreIndex core) : ILoadedSubgraph
{
    private Execution? _idle = new(session.Onnx);
    private int _unloaded;

    public VisibleCoreIndex Core { get; } = core;

    public SubgraphSignature Signature { get; } = session.Onnx.Signature;

    /// <summary>The length of the file. External data files of a large model are not counted.</summary>
    public long MemoryBytes { get; } = session.FileBytes;

    public ImmutableArray<NamedTensor> Execute(ReadOnlySpan<NamedTensor> inputs)
    {
        if (inputs.Length != Signature.Inputs.Length)
        {
            var message = $"The subgraph has {Signature.Inputs.Length} inputs, and {inputs.Length} were given.";
            throw new ArgumentException(message, nameof(inputs));
        }

        // The execution holds a share of its own: a runtime disposed meanwhile must not free the session under the native code.
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _unloaded) != 0 || !session.TryAddReference(), this);
        var execution = Interlocked.Exchange(ref _idle, null) ?? new Execution(session.Onnx);
        try
        {
            return execution.Run(inputs);
        }
        catch (OnnxRuntimeException error)
        {
            throw OnnxErrors.AtExecute(error, Core);
        }
        catch (OutOfMemoryException error)
        {
            throw new NeuronRuntimeException(RuntimeErrorKind.OutOfResources, "execute", error.Message, Core, null, error);
        }
        finally
        {
            execution.Clear();
            Volatile.Write(ref _idle, execution);
            session.Release();
        }
    }

    public void Unload()
    {
        if (Interlocked.Exchange(ref _unloaded, 1) != 0) return;

        runtime.Forget(this);
        session.Release();
    }
}
