using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>One execution of a subgraph that <c>forward</c> makes.</summary>
/// <param name="Target">The object that holds the subgraph.</param>
/// <param name="Path">The attribute path by which forward comes to it.</param>
/// <param name="Inputs">What it is given, in order.</param>
internal sealed record ForwardCall(PickleObject Target, string Path, ImmutableArray<CodeValue> Inputs);
