using System.Text.Json;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>
/// Reads a model configuration in JSON: of the many keys that other servers have, those that mean something here; those that only describe
/// what the file says anyway; and a refusal of any other, because to ignore it would be to serve something else than was asked for.
/// </summary>
internal static class ModelSettingsReader
{
    private static readonly string[] Descriptive = ["platform", "backend", "runtime", "max_batch_size", "input", "output", "model_transaction_policy"];

    /// <param name="json">The configuration.</param>
    /// <param name="model">The model that it is for.</param>
    /// <exception cref="ServingException">It is no configuration for this model; says which key and why.</exception>
    public static ModelSettings Read(string json, string model)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, model);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Wrong($"is no model configuration: {malformed.Message}");
        }
    }

    private static ModelSettings Read(JsonElement root, string model)
    {
        var settings = ModelSettings.Default;
        int? replicas = null;
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "name":
                    if (property.Value.GetString() is { Length: > 0 } name && name != model) throw Wrong($"is for model '{name}', not for '{model}'");
                    break;
                case "version_policy":
                    settings = settings with { Versions = ReadPolicy(property.Value) };
                    break;
                case "default_model_filename":
                    settings = settings with { FileName = ReadFileName(property.Value.GetString()) };
                    break;
                case "instance_group":
                    replicas = property.Value.EnumerateArray().Sum(group => group.TryGetProperty("count", out var count) ? count.GetInt32() : 1);
                    break;
                case "parameters":
                    settings = settings with { Parameters = ReadParameters(property.Value) };
                    break;
                default:
                    if (!Descriptive.Contains(property.Name, StringComparer.Ordinal)) throw Wrong($"has the key '{property.Name}', which this server does not know");
                    break;
            }
        }

        var own = new ParameterReader(settings.Parameters.ToDictionary(pair => pair.Key, pair => (object)pair.Value));
        var placement = PlacementChoice.From(own) ?? (replicas > 1 ? new PlacementChoice(NcCount: replicas.Value) : null);
        return settings with { Placement = placement, Text = root.GetRawText() };
    }

    private static VersionPolicy ReadPolicy(JsonElement policy)
    {
        if (policy.TryGetProperty("all", out _)) return new VersionPolicy(Latest: 0);
        if (policy.TryGetProperty("specific", out var specific))
        {
            return new VersionPolicy(Specific: [.. specific.GetProperty("versions").EnumerateArray().Select(ReadNumber)]);
        }

        if (!policy.TryGetProperty("latest", out var latest)) throw Wrong("has a version policy that is none of all, latest and specific");
        var count = latest.TryGetProperty("num_versions", out var number) ? ReadNumber(number) : 1;
        return count is >= 1 and <= int.MaxValue ? new VersionPolicy((int)count) : throw Wrong($"asks for the latest {count} versions");
    }

    // Protocol buffers write 64-bit numbers as texts.
    private static long ReadNumber(JsonElement number) =>
        number.ValueKind == JsonValueKind.String ? long.Parse(number.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : number.GetInt64();

    private static string? ReadFileName(string? name) =>
        string.IsNullOrEmpty(name) ? null
        : Path.GetFileName(name) == name && name is not ("." or "..") && !name.Contains('\0', StringComparison.Ordinal) ? name
        : throw Wrong($"names the file '{name}', and only a name without a folder will do");

    private static ImmutableSortedDictionary<string, string> ReadParameters(JsonElement parameters) =>
        parameters.EnumerateObject().ToImmutableSortedDictionary(
            parameter => parameter.Name,
            parameter => (parameter.Value.ValueKind == JsonValueKind.Object ? parameter.Value.GetProperty("string_value") : parameter.Value).ToString(),
            StringComparer.Ordinal);

    private static ServingException Wrong(string flaw) => new(ServingError.Invalid($"The model configuration {flaw}."));
}
