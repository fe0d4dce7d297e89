using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>
/// A text or bytes, which PyTorch does not tell apart. Its content stays in the file: it may be a NEFF of gigabytes, and mostly nobody wants it.
/// </summary>
internal sealed class PickleText(ByteSource pickle, long offset, long length) : PickleValue
{
    private const int LongestName = 4096;

    private string? _name;
    private bool _isNamed;

    public long Length => length;

    public override string Kind => "a text";

    /// <summary>Where in the pickle its content is.</summary>
    public long Offset => offset;

    /// <summary>Its content, under a name for error messages.</summary>
    public ByteSource Content(string place) => pickle.Slice(offset, length, place);

    /// <summary>Its content as a name; false when it is none.</summary>
    public bool TryName(out string name)
    {
        // Once: the same text may be the key of a million entries.
        if (!_isNamed)
        {
            _name = ReadName();
            _isNamed = true;
        }

        name = _name ?? "";
        return _name is not null;
    }

    private string? ReadName()
    {
        if (length > LongestName) return null;

        var bytes = new byte[length];
        pickle.Read(offset, bytes);
        return FileText.TryName(bytes, out var name) ? name : null;
    }
}
