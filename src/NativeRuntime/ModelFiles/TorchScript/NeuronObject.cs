using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>An object that holds a compiled subgraph: where it was found first, and what it is.</summary>
/// <param name="Path">The attribute path from the module: <c>encoder.model</c>; <c>CONSTANTS.c0</c> in a frozen one.</param>
/// <param name="Object">The object, by whose identity two paths to it are known to be one.</param>
/// <param name="IsConstant">Whether it stands in the constants of the code.</param>
internal sealed record NeuronObject(string Path, PickleObject Object, bool IsConstant);
