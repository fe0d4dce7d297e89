using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What libnrt says of one tensor of a loaded model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOutput">Whether the model writes it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="TypeNumber">Its <c>nrt_dtype_t</c>, whose meaning has changed between versions: see <see cref="NrtElementTypes"/>.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record NrtTensorInfo(string Name, bool IsOutput, long Bytes, int TypeNumber, ImmutableArray<long> Shape);
