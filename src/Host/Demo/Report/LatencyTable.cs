using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Demo.Report;

/// <summary>Latency and throughput before, during and after the first move.</summary>
internal static class LatencyTable
{
    // How wide the terminal must be for a column to be shown. Narrow ones get the columns that matter most.
    private static readonly ImmutableArray<(string Title, int FromWidth, Func<LoadPhase, string> Cell)> Columns =
    [
        ("answers", 76, phase => Figures.Of(phase.Answers)),
        ("a second", 76, phase => Figures.Of(phase.PerSecond)),
        ("p50", 0, phase => Figures.Of(phase.Latency.P50)),
        ("p90", 54, phase => Figures.Of(phase.Latency.P90)),
        ("p99", 44, phase => Figures.Of(phase.Latency.P99)),
        ("max", 0, phase => Figures.Of(phase.Latency.Max)),
    ];

    public static void Write(IAnsiConsole console, LoadResult load)
    {
        var columns = Columns.Where(column => console.Profile.Width >= column.FromWidth).ToArray();
        var table = Parts.NewTable().AddColumn(Parts.Words("latency").NoWrap());
        foreach (var column in columns) table.AddColumn(Parts.Numbers(column.Title));
        foreach (var (name, phase) in new[] { ("before", load.Before(0)), ("during", load.During(0)), ("after", load.Before(1)) })
        {
            table.AddRow([new Text(name), .. columns.Select(column => new Text(column.Cell(phase)))]);
        }

        console.Write(table);
    }
}
