namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>A class of the code.</summary>
/// <param name="Name">Its name without that of its module.</param>
/// <param name="Base">What stands in brackets behind it: Module, NamedTuple, Enum, or nothing.</param>
/// <param name="Fields">Its annotated names in their order: the attributes of a module, the fields of a named tuple.</param>
/// <param name="Methods">Its methods by name.</param>
internal sealed record CodeClass(string Name, string? Base, List<string> Fields, Dictionary<string, CodeFunction> Methods);
