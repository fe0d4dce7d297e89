using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Demo.Moves;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Every move: where it led, how long it took, and how long the unluckiest request had to wait during it.</summary>
internal static class MoveTable
{
    // What the table takes; with less, its cells would break in the middle of words, and a list is shown.
    private const int FullWidth = 78;

    private static readonly Style Aside = new(Color.Grey);

    public static void Write(IAnsiConsole console, ImmutableArray<MoveResult> moves, LoadResult load)
    {
        if (console.Profile.Width >= FullWidth) WriteTable(console, moves, load);
        else WriteList(console, moves, load);
    }

    private static void WriteTable(IAnsiConsole console, ImmutableArray<MoveResult> moves, LoadResult load)
    {
        var table = Parts.NewTable()
            .AddColumn(Parts.Words("move"))
            .AddColumn(Parts.Words("cores"))
            .AddColumn(Parts.Numbers("took"))
            .AddColumn(Parts.Numbers("longest answer"));
        for (var i = 0; i < moves.Length; i++)
        {
            var move = moves[i];
            table.AddRow(
                new Rows(new Text(move.Call), new Text($"  {move.Meaning}", Aside)),
                new Text(CoreText.Of(move.Placement.Cores)),
                new Text(Figures.Of(move.Took)),
                new Text(Figures.Of(Longest(load, i))));
        }

        console.Write(table);
    }

    private static void WriteList(IAnsiConsole console, ImmutableArray<MoveResult> moves, LoadResult load)
    {
        console.WriteLine();
        for (var i = 0; i < moves.Length; i++)
        {
            console.WriteText(moves[i].Call);
            console.WriteText($"  {moves[i].Meaning}", Aside);
            console.WriteText($"  took {Figures.Of(moves[i].Took)}, longest answer {Figures.Of(Longest(load, i))}");
        }

        console.WriteLine();
    }

    private static TimeSpan Longest(LoadResult load, int move) => load.During(move).Latency.Max;
}
