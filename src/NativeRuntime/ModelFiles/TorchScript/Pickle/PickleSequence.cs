namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>A tuple, a list or a set.</summary>
internal sealed class PickleSequence(PickleSequenceKind kind, List<PickleValue> items) : PickleValue
{
    public List<PickleValue> Items => items;

    public PickleSequenceKind Sort => kind;

    public override IEnumerable<PickleValue> Children => items;

    public override string Kind => $"a {kind.ToString().ToLowerInvariant()}";
}
