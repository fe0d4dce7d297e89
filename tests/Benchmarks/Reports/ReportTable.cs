using System.Globalization;
using Spectre.Console;

namespace NeuronActors.Benchmarks.Reports;

/// <summary>Prints a report as a table.</summary>
internal static class ReportTable
{
    private const int RedirectedWidth = 170;

    public static void Print(OverheadReport report)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = RedirectedWidth;
        foreach (var line in (string[])[report.Surroundings.Machine, report.Surroundings.Runtime, report.Surroundings.Build])
        {
            AnsiConsole.WriteLine(line);
        }

        AnsiConsole.WriteLine($"Settings: {report.Surroundings.Settings}");
        foreach (var findings in report.Cases)
        {
            AnsiConsole.WriteLine();
            AnsiConsole.WriteLine($"{findings.Case}: {findings.Summary}");
            AnsiConsole.Write(TableOf(findings.Findings, report.HasVerdicts));
        }
    }

    private static Table TableOf(IReadOnlyList<Finding> findings, bool hasVerdicts)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Rounded };
        table.AddColumns("what", "NeuronActors", "the other side", "result", "rounds", "target");
        if (hasVerdicts) table.AddColumn("verdict");
        foreach (var finding in findings)
        {
            List<string> cells =
            [
                finding.What,
                Number(finding.Product, finding.Unit),
                finding.Reference is { } reference ? Number(reference, finding.Unit) : "",
                Number(finding.Result, finding.ResultUnit),
                finding.Spread is { } spread ? $"{Number(spread.Low, "")} … {Number(spread.High, "")}" : "",
                finding.Target?.ToString() ?? "",
            ];
            if (hasVerdicts) cells.Add(finding.Target is null ? "" : finding.IsMissed ? "MISSED" : "met");
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        return table;
    }

    private static string Number(double value, string unit)
    {
        var format = Math.Abs(value) switch
        {
            >= 1000 => "#,##0",
            >= 100 => "0.#",
            >= 10 => "0.##",
            _ => "0.###",
        };
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}".TrimEnd();
    }
}
