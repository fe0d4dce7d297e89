using Spectre.Console;

namespace NeuronActors.Node.Terminals;

/// <summary>A bar as text, to an eighth of a column; where the terminal cannot draw blocks, of number signs.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar of a value.</summary>
    /// <param name="console">What it is drawn on.</param>
    /// <param name="value">The value.</param>
    /// <param name="full">The value that fills the width.</param>
    /// <param name="width">How many columns are there.</param>
    public static string Of(IAnsiConsole console, double value, double full, int width)
    {
        if (value <= 0 || full <= 0) return "";

        var eighths = (int)Math.Max(1, Math.Round(Math.Min(value / full, 1) * width * 8));
        if (!console.Profile.Capabilities.Unicode) return new string('#', Math.Max(1, eighths / 8));

        var rest = eighths % 8;
        return new string(Eighths[^1], eighths / 8) + (rest == 0 ? "" : Eighths[rest]);
    }
}
