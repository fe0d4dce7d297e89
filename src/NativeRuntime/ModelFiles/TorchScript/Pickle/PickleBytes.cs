namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>A long run of numbers of one byte each, which are all that a list or tuple holds: a NEFF that was written as numbers.</summary>
internal sealed class PickleBytes(byte[] content) : PickleValue
{
    public byte[] Content => content;

    public override string Kind => "numbers";
}
