namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>One file of the code.</summary>
internal sealed record CodeFile(Dictionary<string, CodeClass> Classes, Dictionary<string, CodeFunction> Functions);
