using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>What was read of the payload of a NEFF.</summary>
/// <param name="Members">The files in it, in their order.</param>
/// <param name="Inputs">The inputs of its definitions.</param>
/// <param name="Outputs">The outputs of its definitions.</param>
/// <param name="Definitions">How many definitions it has: one for each part that runs by itself.</param>
/// <param name="Target">The architecture that it was compiled for; null where it does not say.</param>
internal sealed record NeffPayload(
    ImmutableArray<NeffMember> Members, ImmutableArray<NeffTensor> Inputs, ImmutableArray<NeffTensor> Outputs, int Definitions, string? Target);
