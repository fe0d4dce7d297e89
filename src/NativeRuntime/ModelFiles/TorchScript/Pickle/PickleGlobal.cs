namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>The name of a class or function. It is only ever a name: nothing is looked up, made or called by it.</summary>
internal sealed class PickleGlobal(string module, string name, PickleGlobalKind kind) : PickleValue
{
    public string Module => module;

    public string Name => name;

    public PickleGlobalKind Sort => kind;

    /// <summary>Both in one, as the code of the archive writes it: <c>__torch__.net.Encoder</c>.</summary>
    public string QualifiedName => $"{module}.{name}";

    public override string Kind => $"the name {QualifiedName}";
}
