using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>
/// A text or bytes, which PyTorch does not tell apart. Its content stays in the file: it may be a NEFF of gigabytes, and mostly nobody wants it.
/// </summary>
internal sealed class PickleText(ByteSource pickle, long offset, long length) : PickleValue
{
    private const int LongestName = 4096;

    public long Length => length;

    public override string Kind => "a text";

    /// <summary>Where in the pickle its content is.</summary>
    public long Offset => offset;

    /// <summary>Its content, under a name for error messages.</summary>
    public ByteSource Content(string place) => pickle.Slice(offset, length, place);

    /// <summary>Its content as a name; false when it is none.</summary>
    public bool TryName(out string name)
    {
        name = "";
        if (length > LongestName) return false;

        var bytes = new byte[length];
        pickle.Read(offset, bytes);
        return FileText.TryName(bytes, out name);
    }
}
