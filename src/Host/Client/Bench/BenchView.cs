using System.Globalization;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Client.Bench;

/// <summary>Shows what a benchmark found.</summary>
internal static class BenchView
{
    private const int MostCores = 32;
    private const int LongestBar = 30;
    private const int ShortestBar = 4;
    private const int BesidesBar = 50;

    // All seven columns fit the 80 columns of an ordinary terminal; below, those that people ask for first.
    private const int WithAll = 76;

    private static readonly Column[] All =
    [
        new("mean", each => each.Mean), new("p50", each => each.P50), new("p90", each => each.P90), new("p95", each => each.P95),
        new("p99", each => each.P99), new("p99.9", each => each.P999), new("max", each => each.Max),
    ];

    private static readonly Column[] Few = [new("mean", each => each.Mean), new("p50", each => each.P50), new("p99", each => each.P99), new("max", each => each.Max)];

    public static void Write(IAnsiConsole console, BenchReport report)
    {
        var how = report.Rate is { } rate ? $"Poisson, {Number(rate)} a second" : $"closed loop, {report.Concurrency} callers";
        console.WriteHeading($"{report.Model}: {how}, {report.Seconds.ToString("0.#", CultureInfo.InvariantCulture)} s");
        console.WriteText($"{Figures.Of(report.Answered)} results, {Number(report.PerSecond)} a second; {Figures.Of(report.Sent - report.Answered)} without one.", new Style(decoration: Decoration.Bold));
        WriteLatency(console, report);
        WriteRefusals(console, report);
        WriteCores(console, report);
    }

    private static void WriteLatency(IAnsiConsole console, BenchReport report)
    {
        if ((report.LatencyMs ?? report.RefusalLatencyMs) is null) return;

        var columns = console.Profile.Width < WithAll ? Few : All;
        var table = Parts.NewTable().AddColumn(Narrow(Parts.Words("latency").NoWrap()));
        foreach (var (title, _) in columns) table.AddColumn(Narrow(Parts.Numbers(title)));
        if (report.LatencyMs is { } results) table.AddRow(RowOf("results", results, columns));
        if (report.RefusalLatencyMs is { } refusals) table.AddRow(RowOf("refusals", refusals, columns));
        console.Write(table);
        if (report.Rate is not null) console.WriteText("Counted from the moment at which a request was to be sent.", new Style(Color.Grey));
    }

    private static void WriteRefusals(IAnsiConsole console, BenchReport report)
    {
        foreach (var refusal in report.Refused)
        {
            console.WriteText($"{refusal.Reason}: {Figures.Of(refusal.Count)} ({Number(100d * refusal.Count / report.Sent)} %), as in: {refusal.Example}", new Style(Color.Yellow));
        }
    }

    private static void WriteCores(IAnsiConsole console, BenchReport report)
    {
        if (report.Cores.IsEmpty) return;

        var width = Math.Clamp(console.Profile.Width - BesidesBar, ShortestBar, LongestBar);
        var most = report.Cores.Max(core => core.Answered);
        var table = Parts.NewTable()
            .AddColumn(Parts.Words("node"))
            .AddColumn(Parts.Numbers("core"))
            .AddColumn(Parts.Numbers("results"))
            .AddColumn(new TableColumn("") { Width = width, NoWrap = true });
        foreach (var core in report.Cores.Take(MostCores))
        {
            table.AddRow(
                new Text(core.NeuronNode),
                new Text(core.NeuronCore),
                new Text(Figures.Of(core.Answered)),
                new Text(Bar.Of(console, core.Answered, most, width), new Style(Color.Green)));
        }

        console.Write(table);
        if (report.Cores.Length > MostCores) console.WriteText($"… and {report.Cores.Length - MostCores} more", new Style(Color.Grey));
    }

    private static Text[] RowOf(string name, BenchReport.Latency latency, Column[] columns) =>
        [new(name), .. columns.Select(column => new Text(Figures.OfMilliseconds(column.Of(latency))))];

    private static TableColumn Narrow(TableColumn column)
    {
        column.Padding = new Padding(1, 0, 0, 0);
        return column;
    }

    private static string Number(double value) => value.ToString(value < 100 ? "0.#" : "#,##0", CultureInfo.InvariantCulture);

    private readonly record struct Column(string Title, Func<BenchReport.Latency, double> Of);
}
