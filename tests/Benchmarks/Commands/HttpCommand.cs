using System.CommandLine;
using NeuronActors.Benchmarks.Http.Cases;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>http</c>: what the node costs its clients, against bare servers that run the same session, each in a process of its own.</summary>
internal static class HttpCommand
{
    private static readonly Option<string[]> Cases = new("--case")
    {
        Description = $"Only this case; may be repeated: {string.Join(", ", HttpCases.All.Select(one => one.Name))}.",
    };

    private static readonly Option<bool> Check = new("--check") { Description = "Exit with 1 when a target is missed." };

    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the findings to this file as well." };

    public static Command Make()
    {
        Cases.AcceptOnlyFromAmong([.. HttpCases.All.Select(one => one.Name)]);
        var command = new Command("http", "What REST and gRPC cost, against bare servers, and what twice too much does.") { Cases, Check, Json };
        foreach (var option in EffortOptions.All) command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        // The load is of this process: its sockets complete where they are polled, which is the least work for it.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        var smoke = parsed.GetValue(EffortOptions.Smoke);
        var names = parsed.GetValue(Cases) ?? [];
        var found = new List<OverheadReport.CaseFindings>();
        foreach (var one in HttpCases.All.Where(one => names.Length == 0 || names.Contains(one.Name)))
        {
            found.Add(new OverheadReport.CaseFindings(one.Name, one.Summary, await one.RunAsync(EffortOptions.Of(parsed), cancellationToken)));
        }

        var report = new OverheadReport(Surroundings.Of(""), HasVerdicts: !smoke, found);
        ReportTable.Print(report);
        if (parsed.GetValue(Json) is { } file) report.WriteJson(file.FullName);
        return parsed.GetValue(Check) && report.HasVerdicts && report.Missed.Any() ? 1 : 0;
    }
}
