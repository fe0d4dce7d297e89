using System.Globalization;

namespace NeuronActors.NativeRuntime.Cores;

/// <summary>
/// Reads the value of <c>NEURON_RT_VISIBLE_CORES</c>: core numbers and inclusive ranges, separated by commas, that together are
/// contiguous and increasing. White space may surround an item, not stand within one; a number is decimal digits without a sign.
/// </summary>
internal static class VisibleCoresText
{
    /// <exception cref="FormatException">The text is none of these, and why.</exception>
    public static CoreRange Parse(string text)
    {
        CoreRange? all = null;
        foreach (var item in text.Split(','))
        {
            var next = ParseItem(item.Trim());
            all = all is { } before ? Join(before, next) : next;
        }

        return all!.Value;
    }

    /// <summary>Reads a number as both variables write one.</summary>
    /// <exception cref="FormatException">It is none, or does not fit an <see cref="int"/>.</exception>
    public static int ParseNumber(string text)
    {
        if (text.Length == 0 || !text.All(char.IsAsciiDigit)) throw new FormatException($"'{text}' is not a number");

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{text} is beyond every core number");
    }

    private static CoreRange ParseItem(string item)
    {
        if (item.Length == 0) throw new FormatException("an item of the list is empty");

        var dash = item.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0) return Range(item, item);
        if (dash == 0) throw new FormatException($"'{item}' has a sign, and core numbers start at 0");

        return Range(item[..dash], item[(dash + 1)..]);
    }

    private static CoreRange Range(string firstText, string lastText)
    {
        var first = ParseNumber(firstText);
        var last = ParseNumber(lastText);
        if (last < first) throw new FormatException($"the range {first}-{last} runs backwards");

        var count = (long)last - first + 1;
        return new CoreRange(first, count <= VisibleCores.MaximumCount ? (int)count : throw TooMany(count));
    }

    private static CoreRange Join(CoreRange before, CoreRange next)
    {
        if (next.First <= before.Last)
        {
            throw new FormatException($"cores must be increasing, and {next.First} comes after {before.Last}");
        }

        if (next.First != before.Last + 1)
        {
            throw new FormatException($"cores must be contiguous, and {before.Last + 1} is missing after {before.Last}");
        }

        var count = before.Count + next.Count;
        return new CoreRange(before.First, count <= VisibleCores.MaximumCount ? count : throw TooMany(count));
    }

    public static FormatException TooMany(long count) =>
        new($"{count} cores are more than a process may have, which is {VisibleCores.MaximumCount}");
}
