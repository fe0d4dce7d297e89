using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Demo.Moves;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Shows what came of the load and of the moves that were made under it.</summary>
internal static class LoadView
{
    public static void WriteHeading(IAnsiConsole console, DemoScene scene)
    {
        console.WriteHeading($"{SteadyLoad.Callers} actors send Infer without a pause, and the model moves");
        if (scene.Computes)
        {
            console.WriteText(
                $"Virtual cores share the {Environment.ProcessorCount} CPUs of this machine with the callers: more cores spread the work, and are no faster.",
                new Style(Color.Grey));
        }

        console.WriteLine();
    }

    public static void Write(IAnsiConsole console, ImmutableArray<MoveResult> moves, LoadResult load)
    {
        var first = moves[0];
        console.WriteText(
            $"{first.Call} took {Figures.Of(first.Took)}: {DemoRun.Home} on {CoreText.Of(DemoRun.Home.Cores)} → {first.Placement.Range} on {CoreText.Of(first.Placement.Cores)}",
            new Style(decoration: Decoration.Bold));
        CoreBars.Write(
            console,
            new CoreBars.Column("before", load.Phases[0].PerCore),
            new CoreBars.Column("after", load.Phases[2].PerCore));
        WriteLatencies(console, load);
        WriteMoves(console, moves, load);
        console.WriteText(
            $"{Figures.Of(load.Sent)} requests in {Figures.Of(load.Duration)}: {Figures.Of(load.Failed)} failed, {Figures.Of(load.Duplicated)} answered twice, {Figures.Of(load.Sent - load.Answered)} lost.",
            new Style(decoration: Decoration.Bold));
    }

    private static void WriteLatencies(IAnsiConsole console, LoadResult load)
    {
        var table = Parts.NewTable().AddColumn(Parts.Words("latency"));
        foreach (var title in (ReadOnlySpan<string>)["answers", "a second", "p50", "p90", "p99", "max"]) table.AddColumn(Parts.Numbers(title));
        foreach (var (name, phase) in new[] { ("before", load.Phases[0]), ("during", load.Phases[1]), ("after", load.Phases[2]) })
        {
            var latency = phase.Latency;
            table.AddRow(
                name,
                Figures.Of(phase.Answers),
                Figures.Of(phase.PerSecond),
                Figures.Of(latency.P50),
                Figures.Of(latency.P90),
                Figures.Of(latency.P99),
                Figures.Of(latency.Max));
        }

        console.Write(table);
    }

    private static void WriteMoves(IAnsiConsole console, ImmutableArray<MoveResult> moves, LoadResult load)
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
                new Rows(new Text(move.Call), new Text($"  {move.Meaning}", new Style(Color.Grey))),
                new Text(CoreText.Of(move.Placement.Cores)),
                new Text(Figures.Of(move.Took)),
                new Text(Figures.Of(load.Phases[(2 * i) + 1].Latency.Max)));
        }

        console.Write(table);
    }
}
