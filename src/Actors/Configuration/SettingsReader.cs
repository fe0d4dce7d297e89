using System.Globalization;
using Akka.Configuration;

namespace NeuronActors.Configuration;

/// <summary>Reads typed values below a path, and says exactly which key is wrong when one is.</summary>
internal sealed class SettingsReader(Config config, string path)
{
    public SettingsReader Section(string name) => new(config, $"{path}.{name}");

    public string Text(string key) => config.GetString(At(key)) ?? throw Missing(key);

    /// <summary>A text that something else is going to read: tried now, so that a flaw is found with its key.</summary>
    public string Text<T>(string key, Func<string, T> read)
    {
        var text = Text(key);
        try
        {
            read(text);
            return text;
        }
        catch (Exception flaw) when (flaw is FormatException or ArgumentException or OverflowException)
        {
            throw new ConfigurationException($"{At(key)} is '{text}', which cannot be used: {flaw.Message}", flaw);
        }
    }

    public int Int(string key, int min)
    {
        var text = Text(key);
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= min
            ? value
            : throw Wrong(key, text, $"a whole number of at least {min}");
    }

    public int? OptionalInt(string key, int min) => Text(key) is "default" ? null : Int(key, min);

    public string? OptionalText(string key) => Text(key) is "default" ? null : Text(key);

    public bool Flag(string key) => Text(key) switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var text => throw Wrong(key, text, "on or off"),
    };

    /// <summary>A duration above zero.</summary>
    public TimeSpan Time(string key)
    {
        var text = Text(key);
        TimeSpan time;
        try
        {
            time = config.GetTimeSpan(At(key), allowInfinite: false);
        }
        catch (Exception unreadable) when (unreadable is FormatException or ConfigurationException or OverflowException)
        {
            throw Wrong(key, text, "a duration such as 500ms, 30s or 10m");
        }

        return time > TimeSpan.Zero ? time : throw Wrong(key, text, "a duration above zero, such as 500ms, 30s or 10m");
    }

    /// <summary>A value of an enum, written in kebab case: <c>unload-then-load</c>.</summary>
    public T Choice<T>(string key)
        where T : struct, Enum
    {
        var text = Text(key);
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(Kebab(value), text, StringComparison.Ordinal)) return value;
        }

        throw Wrong(key, text, $"one of {string.Join(", ", Enum.GetValues<T>().Select(Kebab))}");
    }

    public static string Kebab<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private string At(string key) => $"{path}.{key}";

    private ConfigurationException Missing(string key) => new($"{At(key)} is missing.");

    private ConfigurationException Wrong(string key, string text, string expected) => new($"{At(key)} is '{text}', and must be {expected}.");
}
