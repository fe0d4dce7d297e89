using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>The code of an archive; each file is parsed when something in it is wanted for the first time.</summary>
/// <param name="read">Reads a file of the code; null when there is none.</param>
/// <param name="flaw">Makes the error that something about the archive is wrong.</param>
internal sealed class CodeLibrary(Func<string, byte[]?> read, Func<string, ModelFileException> flaw)
{
    private readonly Dictionary<string, CodeFile?> _files = new(StringComparer.Ordinal);

    public ModelFileException Flaw(string message) => flaw(message);

    /// <summary>A class by its qualified name; null when its file has none of that name, or there is no such file.</summary>
    public CodeClass? FindClass(string qualifiedName) => Find(qualifiedName, out var name)?.Classes.GetValueOrDefault(name);

    /// <summary>A function by its qualified name, in the same way.</summary>
    public CodeFunction? FindFunction(string qualifiedName) => Find(qualifiedName, out var name)?.Functions.GetValueOrDefault(name);

    /// <summary>A class that must be there.</summary>
    /// <exception cref="ModelFileException">It is not.</exception>
    public CodeClass RequireClass(string qualifiedName) =>
        FindClass(qualifiedName)
        ?? throw flaw($"the code of the class {FileText.ForPeople(qualifiedName)} is missing; it should be in code/{FileText.ForPeople(FileOf(qualifiedName))}");

    private CodeFile? Find(string qualifiedName, out string name)
    {
        name = qualifiedName[(qualifiedName.LastIndexOf('.') + 1)..];
        var file = FileOf(qualifiedName);
        if (_files.TryGetValue(file, out var known)) return known;

        return _files[file] = read(file) is { } code ? Parse(file, code) : null;
    }

    private CodeFile Parse(string file, byte[] code)
    {
        try
        {
            return CodeParser.Parse(file, Encoding.UTF8.GetString(code));
        }
        catch (CodeException error)
        {
            throw flaw($"code/{FileText.ForPeople(file)}, {error.Message}");
        }
    }

    // "__torch__.net.Encoder" is in __torch__/net.py, and "__torch__.Net" in __torch__.py.
    private static string FileOf(string qualifiedName)
    {
        var dot = qualifiedName.LastIndexOf('.');
        return $"{(dot < 0 ? qualifiedName : qualifiedName[..dot]).Replace('.', '/')}.py";
    }
}
