namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>A value of PyTorch that has no meaning here; what it is made of is kept, because a subgraph may be in it.</summary>
internal sealed class PickleOpaque(PickleGlobal what, PickleValue arguments) : PickleValue
{
    public override IEnumerable<PickleValue> Children => [arguments];

    public override string Kind => $"a {what.QualifiedName}";
}
