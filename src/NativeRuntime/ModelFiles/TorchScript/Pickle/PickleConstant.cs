namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>None, a bool, a whole number of 64 bits, or a double.</summary>
internal sealed class PickleConstant(object? value) : PickleValue
{
    public static readonly PickleConstant None = new(null);
    public static readonly PickleConstant True = new(true);
    public static readonly PickleConstant False = new(false);

    private static readonly PickleConstant[] Bytes = [.. Enumerable.Range(0, 256).Select(number => new PickleConstant((long)number))];

    public object? Value => value;

    /// <summary>A number of one byte. A pickle may have millions of them, so each is one and the same.</summary>
    public static PickleConstant Byte(byte number) => Bytes[number];

    public override string Kind => value switch
    {
        null => "None",
        bool => "a bool",
        long => "a number",
        _ => "a float",
    };
}
