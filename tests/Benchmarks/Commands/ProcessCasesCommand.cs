using System.CommandLine;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Commands;

/// <summary>A command that measures cases on processes of their own, one case after the other, and prints both sides of each.</summary>
internal sealed class ProcessCasesCommand : Command
{
    private readonly IReadOnlyList<IProcessCase> _all;
    private readonly Option<string[]> _cases;

    private readonly Option<bool> _check = new("--check") { Description = "Exit with 1 when a target is missed." };

    private readonly Option<FileInfo?> _json = new("--json") { Description = "Write the findings to this file as well." };

    public ProcessCasesCommand(string name, string description, IReadOnlyList<IProcessCase> all)
        : base(name, description)
    {
        _all = all;
        _cases = new Option<string[]>("--case") { Description = $"Only this case; may be repeated: {string.Join(", ", all.Select(one => one.Name))}." };
        _cases.AcceptOnlyFromAmong([.. all.Select(one => one.Name)]);
        foreach (var option in (IEnumerable<Option>)[_cases, _check, _json, .. EffortOptions.All]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        // The load is of this process: its sockets complete where they are polled, which is the least work for it.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        var smoke = parsed.GetValue(EffortOptions.Smoke);
        var names = parsed.GetValue(_cases) ?? [];
        var found = new List<OverheadReport.CaseFindings>();
        foreach (var one in _all.Where(one => names.Length == 0 || names.Contains(one.Name)))
        {
            found.Add(new OverheadReport.CaseFindings(one.Name, one.Summary, await one.RunAsync(EffortOptions.Of(parsed), cancellationToken)));
        }

        var report = new OverheadReport(Surroundings.Of(""), HasVerdicts: !smoke, found);
        ReportTable.Print(report);
        if (parsed.GetValue(_json) is { } file) report.WriteJson(file.FullName);
        return parsed.GetValue(_check) && report.HasVerdicts && report.Missed.Any() ? 1 : 0;
    }
}
