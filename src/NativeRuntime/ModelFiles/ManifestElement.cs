using System.Collections.Immutable;
using System.Text.Json;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>One place in a manifest: its JSON, and words for error messages to say where it stands.</summary>
/// <param name="Path">The manifest file.</param>
/// <param name="Place">Where in it this is, for people: <c>subgraphs[1].file</c>.</param>
/// <param name="Json">The JSON there.</param>
internal readonly record struct ManifestElement(string Path, string Place, JsonElement Json)
{
    /// <summary>The place of the whole manifest; the keys under it are named without it.</summary>
    public const string Root = "the manifest";

    public ModelFileException Error(string message) => new(Path, $"{Place}: {message}");

    public void AllowKeys(params string[] known)
    {
        Expect(JsonValueKind.Object, "an object");
        foreach (var property in Json.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                throw Error($"unknown key '{property.Name}'; known are {string.Join(", ", known.Select(key => $"'{key}'"))}");
            }
        }
    }

    public ManifestElement Required(string key) => Optional(key) ?? throw Error($"'{key}' is missing");

    public ManifestElement? Optional(string key) => Json.TryGetProperty(key, out var value) ? Under(key, value) : null;

    public IEnumerable<ManifestElement> Items()
    {
        Expect(JsonValueKind.Array, "a list");
        var list = this;
        return Json.EnumerateArray().Select((item, i) => list with { Place = $"{list.Place}[{i}]", Json = item });
    }

    /// <summary>A text of at least one character that is not white space.</summary>
    public string Text()
    {
        Expect(JsonValueKind.String, "a text");
        var text = Json.GetString()!;
        return string.IsNullOrWhiteSpace(text) ? throw Error("the text is empty") : text;
    }

    /// <summary>An object whose values are all texts.</summary>
    public ImmutableDictionary<string, string> Texts()
    {
        Expect(JsonValueKind.Object, "an object");
        var place = this;
        return Json.EnumerateObject().ToImmutableDictionary(
            property => property.Name,
            property => place.Under(property.Name, property.Value).Text(),
            StringComparer.Ordinal);
    }

    private ManifestElement Under(string key, JsonElement value) =>
        this with { Place = Place == Root ? key : $"{Place}.{key}", Json = value };

    private void Expect(JsonValueKind kind, string words)
    {
        if (Json.ValueKind != kind) throw Error($"{words} is wanted here, and there is {Describe()}");
    }

    private string Describe() => Json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Null => "null",
        _ => Json.GetRawText(),
    };
}
