using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>A compiled subgraph of an archive.</summary>
/// <param name="Name">The attribute path under which <c>forward</c> uses it, or else under which it is found first.</param>
/// <param name="Object">The object that holds it.</param>
/// <param name="Neff">Its NEFF, where it is in the file.</param>
/// <param name="Meta">What its tensors are.</param>
/// <param name="IsUsed">Whether <c>forward</c> executes it.</param>
internal sealed record TorchScriptSubgraph(string Name, PickleObject Object, ByteSource Neff, MetaNeff Meta, bool IsUsed);
