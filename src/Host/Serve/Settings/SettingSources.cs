using System.Text.Json;

namespace NeuronActors.Node.Serve.Settings;

/// <summary>Finds what was set: an option comes before the environment, and that before the file.</summary>
internal sealed class SettingSources
{
    /// <summary>The section of the file that is ours; the file may be shared with others.</summary>
    public const string Section = "NeuronActors";

    private const string DefaultFile = "appsettings.json";

    private readonly IReadOnlyDictionary<string, ImmutableArray<string>> _options;
    private readonly Func<string, string?> _environment;
    private readonly string _file = DefaultFile;
    private readonly Dictionary<string, ImmutableArray<string>> _ofFile = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Collects them.</summary>
    /// <param name="options">The options that were given, by the names of their settings.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <exception cref="ServeException">The file is not there, cannot be read, or has a key that nobody knows.</exception>
    public SettingSources(IReadOnlyDictionary<string, ImmutableArray<string>> options, Func<string, string?> environment)
    {
        (_options, _environment) = (options, environment);
        var named = Find(ServeSettings.Config)?.Text;
        if (named is null && !File.Exists(DefaultFile)) return;

        _file = named ?? DefaultFile;
        ReadFile();
    }

    /// <summary>What was set; null when nothing was.</summary>
    public SettingValue? Find(Setting setting)
    {
        if (_options.TryGetValue(setting.Name, out var options) && !options.IsEmpty) return new SettingValue(setting.Option, options);

        if (_environment(setting.Variable) is { Length: > 0 } variable)
        {
            return new SettingValue(setting.Variable, setting.IsList ? [.. variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)] : [variable]);
        }

        return _ofFile.TryGetValue(setting.Key, out var values) && !values.IsEmpty ? new SettingValue($"{setting.Key} in {_file}", values) : null;
    }

    private void ReadFile()
    {
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(_file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(Section, out var section)) return;

            foreach (var property in section.EnumerateObject()) Take(property);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new ServeException($"The settings in {_file} cannot be read: {unreadable.Message}", isUsage: true);
        }
    }

    private void Take(JsonProperty property)
    {
        var known = ServeSettings.All.Select(setting => setting.Key);
        if (!known.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
        {
            var meant = CommandLine.Suggestion.For(property.Name, known) is { } near ? $" Did you mean '{near}'?" : "";
            throw new ServeException($"'{property.Name}' in {_file} is no setting.{meant}", isUsage: true);
        }

        _ofFile[property.Name] = property.Value.ValueKind switch
        {
            JsonValueKind.Array => [.. property.Value.EnumerateArray().Select(item => item.ToString())],
            JsonValueKind.Null => [],
            JsonValueKind.True => ["true"],
            JsonValueKind.False => ["false"],
            _ => [property.Value.ToString()],
        };
    }
}
