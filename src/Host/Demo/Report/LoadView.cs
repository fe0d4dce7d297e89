using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Demo.Moves;
using NeuronActors.Node.Terminals;
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
            new CoreBars.Column("before", load.Before(0).PerCore),
            new CoreBars.Column("after", load.Before(1).PerCore));
        LatencyTable.Write(console, load);
        MoveTable.Write(console, moves, load);
        console.WriteText(
            $"{Figures.Of(load.Sent)} requests in {Figures.Of(load.Duration)}: {Figures.Of(load.Failed)} failed, {Figures.Of(load.Duplicated)} answered twice, {Figures.Of(load.Sent - load.Answered)} lost.",
            new Style(decoration: Decoration.Bold));
    }
}
