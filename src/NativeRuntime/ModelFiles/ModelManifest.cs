using System.Collections.Immutable;
using System.Text.Json;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>
/// Reads the <c>model.json</c> of a folder. Comments and trailing commas are allowed; a key that is not known is refused, because
/// a mistyped "outputs" must not turn into a model that answers something else.
/// </summary>
/// <example>
/// <code>
/// {
///   "subgraphs": [
///     { "name": "features", "file": "mnist-features.onnx" },
///     { "name": "classifier", "file": "mnist-classifier.onnx", "inputs": { "x": "features" }, "outputs": { "y": "logits" } }
///   ],
///   "outputs": ["logits"]
/// }
/// </code>
/// </example>
internal static class ModelManifest
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    public static ModelPackage Read(string manifestPath)
    {
        using var document = Parse(manifestPath);
        var root = new ManifestElement(manifestPath, ManifestElement.Root, document.RootElement);
        root.AllowKeys("subgraphs", "outputs");

        var folder = Path.GetDirectoryName(manifestPath)!;
        var subgraphs = root.Required("subgraphs").Items().Select(item => ReadSubgraph(folder, item)).ToImmutableArray();
        RefuseDuplicates(manifestPath, "subgraphs are called", subgraphs.Select(subgraph => subgraph.Name));

        var outputs = root.Optional("outputs")?.Items().Select(item => item.Text()).ToImmutableArray() ?? [];
        RefuseDuplicates(manifestPath, "outputs are called", outputs);

        return new ModelPackage(folder, Path.GetFileName(folder), subgraphs) { Outputs = outputs };
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line ? $" at line {line + 1}, byte {error.BytePositionInLine + 1}" : "";
            throw new ModelFileException(path, $"this is no JSON{place}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"the file cannot be read: {error.Message}", error);
        }
    }

    private static SubgraphFile ReadSubgraph(string folder, ManifestElement subgraph)
    {
        subgraph.AllowKeys("name", "file", "inputs", "outputs");
        var name = subgraph.Required("name").Text();
        var file = subgraph.Required("file");
        var path = Locate(folder, file);
        if (!SubgraphFormats.TryFromPath(path, out var format, out _))
        {
            throw file.Error($"'{file.Text()}' is of no known kind; subgraphs are files ending in {SubgraphFormats.KnownEndings}");
        }

        return SubgraphFormats.Describe(new SubgraphFile(name, path, format)
        {
            InputNames = subgraph.Optional("inputs")?.Texts() ?? ImmutableDictionary<string, string>.Empty,
            OutputNames = subgraph.Optional("outputs")?.Texts() ?? ImmutableDictionary<string, string>.Empty,
        });
    }

    // Both separators count on every platform: a model folder that is sound on Linux must not reach out of itself on Windows.
    private static string Locate(string folder, ManifestElement file)
    {
        var relative = file.Text();
        if (relative.Contains('\0', StringComparison.Ordinal)) throw file.Error("the path contains a NUL character");

        var isAbsolute = Path.IsPathRooted(relative) || relative[0] is '/' or '\\' || relative is [_, ':', ..];
        if (isAbsolute || relative.Split('/', '\\').Contains(".."))
        {
            throw file.Error($"'{relative}' is not a path within the model's folder; absolute paths and '..' are refused");
        }

        var path = Path.GetFullPath(Path.Combine(folder, relative));
        return File.Exists(path) ? path : throw file.Error($"there is no file '{relative}' in {folder}");
    }

    private static void RefuseDuplicates(string path, string what, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name)) throw new ModelFileException(path, $"two {what} '{name}'");
        }
    }
}
