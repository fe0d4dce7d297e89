using System.Globalization;

namespace NeuronActors.Node.Serving.Repository.Uploads;

/// <summary>A file of a model that came with a load instead of lying in the repository.</summary>
/// <param name="Version">The version that it belongs to.</param>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record UploadedFile(long Version, string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>What the parameter of a file begins with: <c>file:1/model.onnx</c>.</summary>
    public const string Prefix = "file:";

    private const int LongestName = 128;

    /// <summary>Takes the files out of the parameters of a load.</summary>
    /// <exception cref="ServingException">A file has no version, a name that is none, or no bytes.</exception>
    public static ImmutableArray<UploadedFile> From(IReadOnlyDictionary<string, object> parameters)
    {
        var files = ImmutableArray.CreateBuilder<UploadedFile>();
        foreach (var (key, value) in parameters)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal)) files.Add(Read(key, value));
        }

        return files.ToImmutable();
    }

    private static UploadedFile Read(string key, object value)
    {
        if (value is not ReadOnlyMemory<byte> content) throw Wrong(key, "must be the bytes of a file: base64 in JSON");

        var path = key[Prefix.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || VersionOf(path[..slash]) is not { } version) throw Wrong(key, "must name a version, a whole number above zero, and a file: file:1/model.onnx");

        var name = path[(slash + 1)..];
        return IsName(name)
            ? new UploadedFile(version, name, content)
            : throw Wrong(key, $"must name a file without a folder: letters, digits, '.', '_' and '-', the first no '.', at most {LongestName} of them");
    }

    // 01 would be another folder than 1, and the same version.
    private static long? VersionOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && text[0] != '0' ? version : null;

    // Made part of a path, so only what cannot be anything but the name of a file on any system.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    private static ServingException Wrong(string key, string expected) => new(ServingError.Invalid($"Parameter '{key}' {expected}."));
}
