using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Draws how much each core did, one or more columns side by side on one scale.</summary>
internal static class CoreBars
{
    private const int MostCores = 16;
    private const int LongestBar = 24;
    private const int ShortestBar = 4;

    // Indent, core number, and what a column has besides its bar: the number and the air around both.
    private const int FixedWidth = 12;
    private const int NumberWidth = 14;

    public static void Write(IAnsiConsole console, params ReadOnlySpan<Column> columns)
    {
        var room = (console.Profile.Width - FixedWidth - (columns.Length * NumberWidth)) / columns.Length;
        var width = Math.Clamp(room, ShortestBar, LongestBar);
        var table = Parts.NewTable().AddColumn(Parts.Numbers("core"));
        var full = 0L;
        foreach (var column in columns)
        {
            table.AddColumn(Parts.Numbers(column.Title)).AddColumn(new TableColumn("") { Width = width, NoWrap = true });
            full = Math.Max(full, column.PerCore.Max());
        }

        var cores = columns[0].PerCore.Length;
        for (var core = 0; core < Math.Min(cores, MostCores); core++)
        {
            var cells = new List<Text> { new($"{core}") };
            foreach (var column in columns)
            {
                var value = column.PerCore[core];
                cells.Add(value == 0 ? new Text("–", new Style(Color.Grey)) : new Text(Figures.Of(value)));
                cells.Add(new Text(Bar.Of(console, value, full, width), new Style(Color.Green)));
            }

            table.AddRow(cells);
        }

        console.Write(table);
        if (cores > MostCores) console.WriteText($"… and {cores - MostCores} cores more", new Style(Color.Grey));
    }

    /// <summary>How often each core appears.</summary>
    public static ImmutableArray<long> Count(ImmutableArray<VisibleCoreIndex> answers, int cores)
    {
        var counts = new long[cores];
        foreach (var core in answers) counts[core.Value]++;
        return [.. counts];
    }

    /// <summary>One column of bars.</summary>
    internal readonly record struct Column(string Title, ImmutableArray<long> PerCore);
}
