using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NeuronActors.Node.Client;

/// <summary>Times as options have them: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>.</summary>
internal static class TimeText
{
    /// <summary>Reads one above zero; null when it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var unit = text.AsSpan().TrimStart("0123456789.");
        var seconds = unit switch { "us" or "µs" => 0.000_001, "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 0d };
        return double.TryParse(text.AsSpan()[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(number * seconds)
            : null;
    }

    /// <summary>An option that takes one.</summary>
    public static Option<TimeSpan?> Option(string name, string description, TimeSpan? byDefault = null) => new(name)
    {
        Description = description,
        HelpName = "time",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => Read(name, result),
    };

    private static TimeSpan? Read(string name, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Parse(text) is { } time) return time;

        result.AddError($"{name} is '{text}', and must be a time above zero: 250ms, 30s, 5m or 1h.");
        return null;
    }
}
