using System.Globalization;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>Amounts of memory as people write them: <c>96MiB</c>, <c>1.5GiB</c>, or a plain number of bytes.</summary>
internal static class MemoryText
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10),
        ("MiB", 1L << 20),
        ("GiB", 1L << 30),
        ("B", 1),
    ];

    /// <exception cref="FormatException">The text is no amount of memory.</exception>
    public static long Parse(string text)
    {
        var number = text.AsSpan().Trim();
        var factor = 1L;
        foreach (var (unit, bytes) in Units)
        {
            if (!number.EndsWith(unit, StringComparison.Ordinal)) continue;

            number = number[..^unit.Length].TrimEnd();
            factor = bytes;
            break;
        }

        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount <= long.MaxValue / factor
                ? (long)decimal.Ceiling(amount * factor)
                : throw new FormatException($"'{text}' is not an amount of memory such as 96MiB, 1.5GiB or a number of bytes");
    }
}
