using System.Globalization;

namespace NeuronActors.Node.Terminals;

/// <summary>Numbers as reports write them.</summary>
internal static class Figures
{
    /// <summary>Three digits and the unit that makes them readable: <c>87 µs</c>, <c>1.24 ms</c>, <c>2.1 s</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs"),
        { TotalMilliseconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00} ms"),
        { TotalMilliseconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
    };

    /// <summary>The same of milliseconds, and a dash where there is nothing to tell.</summary>
    public static string OfMilliseconds(double? milliseconds) => milliseconds is { } time ? Of(TimeSpan.FromMilliseconds(time)) : "–";

    /// <summary><c>20,061</c>.</summary>
    public static string Of(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
