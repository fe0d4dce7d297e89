using Spectre.Console;

namespace NeuronActors.Node.Terminals;

/// <summary>The parts that reports are made of, so that all look alike.</summary>
internal static class Parts
{
    private const int Indent = 2;

    /// <summary>A heading, with air above it.</summary>
    public static void WriteHeading(this IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.WriteLine(text, new Style(Color.Cyan1, decoration: Decoration.Bold));
    }

    /// <summary>A line of text below a heading.</summary>
    public static void WriteText(this IAnsiConsole console, string text, Style? style = null) =>
        console.Write(new Padder(new Text(text, style), new Padding(Indent, 0, 0, 0)));

    /// <summary>A table without lines but the one below its head, which holds wherever it is copied to.</summary>
    public static Table NewTable() => new() { Border = TableBorder.Simple, BorderStyle = new Style(Color.Grey) };

    /// <summary>A column of numbers, right-aligned.</summary>
    public static TableColumn Numbers(string title) => new(new Text(title)) { Alignment = Justify.Right, NoWrap = true };

    /// <summary>A column of text.</summary>
    public static TableColumn Words(string title) => new(new Text(title));
}
