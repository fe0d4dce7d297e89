namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>
/// What a pickle may ask for. The archive of a model with a thousand modules takes some ten thousand values; a tokenizer with its vocabulary,
/// some hundred thousand. A value takes up to 100 bytes of memory, so that no pickle, of whatever size, takes more than some hundred MiB.
/// </summary>
internal static class PickleLimits
{
    /// <summary>Opcodes.</summary>
    public const int Operations = 16_000_000;

    /// <summary>Values, and places they are put into.</summary>
    public const int Values = 2_000_000;

    /// <summary>Values on the stack at once.</summary>
    public const int Stack = 1_000_000;

    /// <summary>Marks on the stack at once: how deep the pickle nests while it is read.</summary>
    public const int Marks = 1000;

    /// <summary>Entries of the memo.</summary>
    public const int Memo = 2_000_000;

    /// <summary>Bytes of the name of a class or its module.</summary>
    public const int Name = 1024;

    /// <summary>How deep values may be nested for those who walk them.</summary>
    public const int Depth = 512;
}
