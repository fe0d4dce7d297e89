using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>A function or method of the code.</summary>
internal sealed record CodeFunction(string File, string Name, ImmutableArray<CodeParameter> Parameters, ImmutableArray<Statement> Body);

/// <summary>A parameter, with its default where it has one.</summary>
internal sealed record CodeParameter(string Name, Expression? Default);
