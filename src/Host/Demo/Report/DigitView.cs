using NeuronActors.Node.Demo.Digits;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Shows some of the digits and what came of all.</summary>
internal static class DigitView
{
    private const int MostShown = 5;
    private const int Indent = 2;
    private const int Gap = 1;

    public static void Write(IAnsiConsole console, DemoScene scene, DigitSet digits, Classification result)
    {
        console.WriteHeading($"{result.Count} handwritten digits, {Classification.InFlight} in flight");
        console.WriteLine();
        WriteDigits(console, scene, digits, result);

        var pace = $"{Figures.Of(result.Took)}, {Figures.Of(result.Count / result.Took.TotalSeconds)} per second";
        if (!scene.Computes) console.WriteText($"A simulated core computes nothing, so nothing is read. {pace}.");
        else console.WriteText($"{result.Right} of {result.Count} right in {pace}.", new Style(decoration: Decoration.Bold));

        var columns = CoreBars.Count(result.Cores, scene.Cores);
        CoreBars.Write(console, new CoreBars.Column("answers", columns));
    }

    private static void WriteDigits(IAnsiConsole console, DemoScene scene, DigitSet digits, Classification result)
    {
        var count = Math.Min(Math.Min(MostShown, result.Count), (console.Profile.Width - Indent) / (DigitArt.Width + Gap));
        for (var row = 0; row < DigitArt.Height; row++)
        {
            var line = Enumerable.Range(0, count).Select(i => DigitArt.Row(digits.Grey(i), row, console.Profile.Capabilities.Unicode));
            console.WriteLine($"{new string(' ', Indent)}{string.Join(new string(' ', Gap), line)}".TrimEnd(), new Style(Color.Yellow));
        }

        if (scene.Computes && count > 0) WriteCaptions(console, result, count);
        console.WriteLine();
    }

    private static void WriteCaptions(IAnsiConsole console, Classification result, int count)
    {
        var captions = Enumerable.Range(0, count).Select(i => $"{result.Answers[i]}".PadLeft((DigitArt.Width / 2) + 1).PadRight(DigitArt.Width));
        console.WriteLine($"{new string(' ', Indent)}{string.Join(new string(' ', Gap), captions)}".TrimEnd(), new Style(decoration: Decoration.Bold));
    }
}
