namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>None, a bool, a whole number of 64 bits, or a double.</summary>
internal sealed class PickleConstant(object? value) : PickleValue
{
    public static readonly PickleConstant None = new(null);
    public static readonly PickleConstant True = new(true);
    public static readonly PickleConstant False = new(false);

    public object? Value => value;

    public override string Kind => value switch
    {
        null => "None",
        bool => "a bool",
        long => "a number",
        _ => "a float",
    };
}
