using System.Globalization;

namespace NeuronActors.NativeRuntime.Simulated.Durations;

/// <summary>Durations as people write them: a number and a unit, <c>1.5ms</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("ns", 0.01m),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("min", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), // after those that end in it
    ];

    /// <exception cref="FormatException">The text is no duration, or a negative one.</exception>
    public static TimeSpan Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        foreach (var (unit, ticks) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;

            var digits = text[..^unit.Length].TrimEnd();
            if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number <= long.MaxValue / ticks)
            {
                return new TimeSpan((long)decimal.Round(number * ticks));
            }
        }

        // A zero is the one duration that needs no unit.
        return text is "0" ? TimeSpan.Zero : throw new FormatException($"'{text}' is not a duration such as 5ms or 1.5s.");
    }

    /// <summary>In milliseconds, without loss.</summary>
    public static string Format(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / (decimal)TimeSpan.TicksPerMillisecond:0.####}ms");
}
