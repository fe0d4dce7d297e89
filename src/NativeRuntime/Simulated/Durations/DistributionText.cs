using System.Globalization;

namespace NeuronActors.NativeRuntime.Simulated.Durations;

/// <summary>
/// Reads distributions: a duration, or a name with arguments in parentheses. A part of a mixture may be either of the two.
/// </summary>
internal static class DistributionText
{
    /// <exception cref="FormatException">The text is no distribution, and why.</exception>
    public static Distribution Parse(string text)
    {
        try
        {
            return ParseAny(text);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            throw new FormatException($"The distribution '{text}' cannot be read: {wrong.Message}", wrong);
        }
    }

    private static Distribution ParseAny(string text)
    {
        text = text.Trim();
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return new ConstantDistribution(DurationText.Parse(text));
        if (!text.EndsWith(')')) throw new FormatException($"'{text}' does not end with a closing parenthesis.");

        var name = text[..open].TrimEnd();
        var arguments = SplitArguments(text[(open + 1)..^1]);
        return (name.ToLowerInvariant(), arguments.Count) switch
        {
            (UniformDistribution.Name, 2) => new UniformDistribution(DurationText.Parse(arguments[0]), DurationText.Parse(arguments[1])),
            (NormalDistribution.Name, 2) => new NormalDistribution(DurationText.Parse(arguments[0]), DurationText.Parse(arguments[1])),
            (ExponentialDistribution.Name, 1) => new ExponentialDistribution(DurationText.Parse(arguments[0])),
            (MixtureDistribution.Name, _) => new MixtureDistribution([.. arguments.Select(ParsePart)]),
            _ => throw new FormatException(
                $"'{name}' with {arguments.Count} arguments is none of uniform(least,most), normal(center,deviation), exponential(mean) "
                + "and mixture(weight:distribution,...)."),
        };
    }

    private static (double Weight, Distribution Part) ParsePart(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && double.TryParse(text[..colon], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            ? (weight, ParseAny(text[(colon + 1)..]))
            : throw new FormatException($"'{text}' is not a weight, a colon and a distribution.");
    }

    /// <summary>Splits at the commas that stand in no inner parentheses.</summary>
    private static List<string> SplitArguments(string text)
    {
        var arguments = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != ',' || depth != 0) continue;

            arguments.Add(text[start..i]);
            start = i + 1;
        }

        arguments.Add(text[start..]);
        return arguments;
    }
}
