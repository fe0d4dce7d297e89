using System.CommandLine;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>overhead</c>: measures the cases and prints both sides of each.</summary>
internal static class OverheadCommand
{
    private static readonly Option<string[]> Cases = new("--case")
    {
        Description = $"Only this case; may be repeated: {string.Join(", ", OverheadCases.All.Select(one => one.Name))}.",
    };

    private static readonly Option<bool> Check = new("--check") { Description = "Exit with 1 when a target is missed." };

    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the findings to this file as well." };

    private static readonly Option<string[]> Settings = new("--set")
    {
        Description = "A setting to change from its default, as in neuron.core.max-in-flight=8; may be repeated.",
    };

    public static Command Make()
    {
        Cases.AcceptOnlyFromAmong([.. OverheadCases.All.Select(one => one.Name)]);
        var command = new Command("overhead", "What the product adds, against its targets.") { Cases, Check, Json, Settings };
        foreach (var option in EffortOptions.All) command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var smoke = parsed.GetValue(EffortOptions.Smoke);
        var hocon = string.Join('\n', parsed.GetValue(Settings) ?? []);
        var names = parsed.GetValue(Cases) ?? [];
        var conditions = new Conditions(EffortOptions.Of(parsed), hocon);
        var found = OverheadCases.All
            .Where(one => names.Length == 0 || names.Contains(one.Name))
            .Select(one => new OverheadReport.CaseFindings(one.Name, one.Summary, one.Run(conditions)));

        var report = new OverheadReport(Surroundings.Of(hocon), HasVerdicts: !smoke, [.. found]);
        ReportTable.Print(report);
        if (parsed.GetValue(Json) is { } file) report.WriteJson(file.FullName);
        return parsed.GetValue(Check) && report.HasVerdicts && report.Missed.Any() ? 1 : 0;
    }
}
