using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Simulated.Durations;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>All that the simulator knows of a subgraph.</summary>
/// <param name="Signature">Its inputs and outputs.</param>
/// <param name="Sources">For each output the place of the input that it is a copy of; null for zeros.</param>
/// <param name="MemoryBytes">The device memory it takes.</param>
/// <param name="LoadTime">What a load takes; null for the runtime's own default.</param>
/// <param name="ExecutionTime">What an execution takes; null for the runtime's own default.</param>
internal sealed record SimulatedModel(
    SubgraphSignature Signature,
    ImmutableArray<int?> Sources,
    long MemoryBytes,
    Distribution? LoadTime,
    Distribution? ExecutionTime)
{
    /// <summary>A dry run of a real subgraph: its signature, zeros for outputs, and the size of its file as its memory.</summary>
    public static SimulatedModel DryRun(SubgraphSignature signature, long fileBytes) =>
        new(signature, [.. signature.Outputs.Select(_ => (int?)null)], fileBytes, LoadTime: null, ExecutionTime: null);
}
