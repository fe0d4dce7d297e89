using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Zip;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>
/// An archive that <c>torch.jit.save</c> wrote: a zip with one folder, in it the objects (<c>data.pkl</c>), the constants of the code
/// (<c>constants.pkl</c>), the code, and the memory of tensors. Other entries are never read.
/// </summary>
internal sealed class TorchScriptArchive
{
    private const string DataName = "data.pkl";
    private const int LargestCode = 64 * 1024 * 1024;

    private readonly ZipReader _zip;
    private readonly string _folder;

    private TorchScriptArchive(ZipReader zip, string folder, PickleObject root, PickleSequence? constants)
    {
        _zip = zip;
        _folder = folder;
        Root = root;
        Constants = constants;
    }

    /// <summary>The file that people know it by.</summary>
    public string Path => _zip.Path;

    /// <summary>The module that was saved.</summary>
    public PickleObject Root { get; }

    /// <summary>The values that the code calls <c>CONSTANTS.c0</c> and so on; null when there is no such file, which PyTorch wants and we do not need.</summary>
    public PickleSequence? Constants { get; }

    /// <summary>Reads the objects of an archive. Their content stays where it is.</summary>
    /// <exception cref="ModelFileException">It is no archive of TorchScript, or damaged, or hostile.</exception>
    public static TorchScriptArchive Open(ByteSource file)
    {
        var zip = new ZipReader(file);
        var folder = FindFolder(zip);
        if (!zip.Names.Any(name => name.StartsWith($"{folder}/code/", StringComparison.Ordinal)))
        {
            throw zip.Flaw("it has no code, so it is no TorchScript: this is what torch.save writes, and torch.jit.save is wanted");
        }

        var data = zip.Open($"{folder}/{DataName}");
        if (Unpickler.Read(data) is not PickleObject root) throw data.Flaw("it holds no module");

        return new TorchScriptArchive(zip, folder, root, ReadConstants(zip, $"{folder}/constants.pkl"));
    }

    /// <summary>A file of the code, <c>__torch__/net.py</c> for example; null when there is none.</summary>
    public byte[]? Code(string name)
    {
        var entry = $"{_folder}/code/{name}";
        return _zip.Contains(entry) ? _zip.Open(entry).ReadAll(LargestCode) : null;
    }

    /// <summary>The bytes of a tensor in the order of its elements: an entry of the archive, a part of one, or gathered from one.</summary>
    /// <param name="tensor">A tensor whose elements are of a known size.</param>
    /// <param name="isConstant">Whether it stands in the constants; these keep their memory in a folder of their own.</param>
    public ByteSource Memory(PickleTensor tensor, bool isConstant)
    {
        var storage = tensor.Storage;
        if (storage.Key.Length == 0 || !storage.Key.All(char.IsAsciiLetterOrDigit)) throw _zip.Flaw($"a tensor has its memory under the key '{FileText.ForPeople(storage.Key)}', which is no name of an entry");

        var width = storage.Width ?? throw _zip.Flaw($"a tensor has elements of the type {FileText.ForPeople(storage.ElementType)}, of which the size is not known");
        var entry = _zip.Open($"{_folder}/{(isConstant ? "constants" : "data")}/{storage.Key}");
        if (entry.Length / width < storage.Count) throw entry.Flaw($"the memory of a tensor has {entry.Length} bytes, and should have {(Int128)storage.Count * width}");
        if (tensor.Count == 0) return entry.Slice(0, 0, Place());
        return tensor.IsContiguous
            ? entry.Slice(tensor.Offset * width, tensor.Count * width, Place())
            : new StridedBytes(entry, width, tensor.Offset, tensor.Shape, tensor.Strides);

        string Place() => $"the tensor in {_folder}/{storage.Key}";
    }

    public ModelFileException Flaw(string message) => _zip.Flaw(message);

    // The folder bears the name that the file had when it was saved, so it is found by what is in it.
    private static string FindFolder(ZipReader zip)
    {
        var folders = zip.Names
            .Where(name => name.EndsWith($"/{DataName}", StringComparison.Ordinal) && name.IndexOf('/') == name.Length - DataName.Length - 1)
            .Select(name => name[..^(DataName.Length + 1)])
            .ToArray();
        return folders switch
        {
            [var folder] => folder,
            [] => throw zip.Flaw($"it has no {DataName} in a folder, so it is no TorchScript"),
            _ => throw zip.Flaw($"it has {DataName} in several folders ({string.Join(", ", folders.Take(3).Select(FileText.ForPeople))}), and one is expected"),
        };
    }

    private static PickleSequence? ReadConstants(ZipReader zip, string entry)
    {
        if (!zip.Contains(entry)) return null;

        var pickle = zip.Open(entry);
        return Unpickler.Read(pickle) as PickleSequence ?? throw pickle.Flaw("it holds no list of constants");
    }
}
