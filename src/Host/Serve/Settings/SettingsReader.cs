using System.Globalization;

namespace NeuronActors.Node.Serve.Settings;

/// <summary>Turns what was set into values; what cannot be used is refused with its place and with what is expected.</summary>
internal sealed class SettingsReader(SettingSources sources)
{
    public bool IsSet(Setting setting) => sources.Find(setting) is not null;

    public string? Text(Setting setting) => sources.Find(setting)?.Text;

    public ImmutableArray<string> Texts(Setting setting) => sources.Find(setting)?.Texts ?? [];

    public bool Flag(Setting setting) =>
        sources.Find(setting) is { } value && (bool.TryParse(value.Text, out var flag) ? flag : value.Text switch
        {
            "1" or "on" or "yes" => true,
            "0" or "off" or "no" => false,
            _ => throw value.Wrong("true or false"),
        });

    public int? Int(Setting setting, int least, int most = int.MaxValue)
    {
        if (sources.Find(setting) is not { } value) return null;

        return int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw value.Wrong(most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}");
    }

    /// <summary>One of a few words, written as HOCON writes them.</summary>
    public T? Choice<T>(Setting setting)
        where T : struct, Enum
    {
        if (sources.Find(setting) is not { } value) return null;

        foreach (var candidate in Enum.GetValues<T>())
        {
            if (WordOf(candidate) == value.Text) return candidate;
        }

        throw value.Wrong($"one of {string.Join(", ", Enum.GetValues<T>().Select(WordOf))}");
    }

    /// <summary><c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>.</summary>
    public TimeSpan? Time(Setting setting)
    {
        if (sources.Find(setting) is not { } value) return null;

        var text = value.Text;
        var unit = text.AsSpan().TrimStart("0123456789.");
        var seconds = unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 0d };
        return seconds > 0 && double.TryParse(text.AsSpan()[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(number * seconds)
            : throw value.Wrong("a time: 250ms, 30s, 5m or 1h");
    }

    /// <summary><c>1000</c>, <c>64KiB</c>, <c>64MiB</c>, <c>2GiB</c>.</summary>
    public long? Size(Setting setting)
    {
        if (sources.Find(setting) is not { } value) return null;

        var text = value.Text;
        var unit = text.AsSpan().TrimStart("0123456789");
        var factor = unit switch { "" => 1L, "KiB" => 1L << 10, "MiB" => 1L << 20, "GiB" => 1L << 30, _ => 0 };
        return factor > 0 && long.TryParse(text.AsSpan()[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= Array.MaxLength / factor
            ? number * factor
            : throw value.Wrong("a size above zero and below 2GiB: 1000, 64KiB or 64MiB");
    }

    /// <summary>Another server's address.</summary>
    public Uri? Url(Setting setting)
    {
        if (sources.Find(setting) is not { } value) return null;

        return Uri.TryCreate(value.Text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw value.Wrong("a URL like http://127.0.0.1:4317");
    }

    /// <summary>An address to listen on; null for nowhere.</summary>
    public Listening.ListenAddress? Address(Setting setting, string byDefault, bool mayBeOff)
    {
        var value = sources.Find(setting) ?? new SettingValue(setting.Option, [byDefault]);
        if (mayBeOff && value.Text == "off") return null;
        return Listening.ListenAddress.TryParse(value.Text, out var address)
            ? address
            : throw value.Wrong($"a URL like {byDefault}: http or https, an IP address, localhost or *, and a port{(mayBeOff ? "; or off" : "")}");
    }

    private static string WordOf<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
