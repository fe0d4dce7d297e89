namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>The kinds of sequences; what may be added to differs.</summary>
internal enum PickleSequenceKind
{
    Tuple,
    List,
    Set,
}
