using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>An input of a subgraph that forward takes from the module.</summary>
/// <param name="Index">Which of the inputs of the metaneff.</param>
/// <param name="Input">What the metaneff says of it.</param>
/// <param name="Path">The attribute path of the parameter or buffer.</param>
/// <param name="Content">Its bytes, in the order of its elements.</param>
internal sealed record StoredInput(int Index, MetaTensor Input, string Path, ByteSource Content);
