using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime;

/// <summary>A replica: one subgraph loaded on one core. It owns its native resources until <see cref="Unload"/>.</summary>
public interface ILoadedSubgraph
{
    /// <summary>The core it is loaded on.</summary>
    VisibleCoreIndex Core { get; }

    /// <summary>Its inputs and outputs, in the order in which <see cref="Execute"/> takes and returns them.</summary>
    SubgraphSignature Signature { get; }

    /// <summary>The device memory that it takes on its core, in bytes; 0 where the runtime does not know.</summary>
    long MemoryBytes { get; }

    /// <summary>
    /// Runs the subgraph once and blocks until the outputs are there. At most <see cref="INeuronRuntime.ExecutionSlotsPerCore"/>
    /// calls are made at once on one core, over all of its replicas.
    /// </summary>
    /// <param name="inputs">
    /// All inputs of <see cref="Signature"/>, in its order, already checked against it. Their memory is only read, and only during
    /// the call.
    /// </param>
    /// <returns>All outputs in the order of <see cref="Signature"/>, in memory that belongs to the caller from then on.</returns>
    /// <exception cref="NeuronRuntimeException">The execution failed; its kind says what to do about it.</exception>
    /// <exception cref="ObjectDisposedException">It has been unloaded.</exception>
    ImmutableArray<NamedTensor> Execute(ReadOnlySpan<NamedTensor> inputs);

    /// <summary>
    /// Releases the replica and its memory; idempotent. Never called while an <see cref="Execute"/> of this replica is under way.
    /// </summary>
    /// <exception cref="NeuronRuntimeException">The device refused; the replica must be taken for gone all the same.</exception>
    void Unload();
}
