namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>A place on the stack, up to which an opcode takes values. Never part of a value.</summary>
internal sealed class PickleMark : PickleValue
{
    public static readonly PickleMark Instance = new();

    public override string Kind => "a mark";
}
