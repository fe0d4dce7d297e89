using System.CommandLine;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Commands;

/// <summary>A command that measures cases and prints both sides of each.</summary>
internal sealed class CasesCommand : Command
{
    private readonly IReadOnlyList<IOverheadCase> _all;
    private readonly Option<string[]> _cases;

    private readonly Option<bool> _check = new("--check") { Description = "Exit with 1 when a target is missed." };

    private readonly Option<FileInfo?> _json = new("--json") { Description = "Write the findings to this file as well." };

    private readonly Option<string[]> _settings = new("--set")
    {
        Description = "A setting to change from its default, as in neuron.core.max-in-flight=8; may be repeated.",
    };

    public CasesCommand(string name, string description, IReadOnlyList<IOverheadCase> all)
        : base(name, description)
    {
        _all = all;
        _cases = new Option<string[]>("--case") { Description = $"Only this case; may be repeated: {string.Join(", ", all.Select(one => one.Name))}." };
        _cases.AcceptOnlyFromAmong([.. all.Select(one => one.Name)]);
        foreach (var option in (IEnumerable<Option>)[_cases, _check, _json, _settings, .. EffortOptions.All]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var smoke = parsed.GetValue(EffortOptions.Smoke);
        var hocon = string.Join('\n', parsed.GetValue(_settings) ?? []);
        var names = parsed.GetValue(_cases) ?? [];
        var conditions = new Conditions(EffortOptions.Of(parsed), hocon);
        var found = _all
            .Where(one => names.Length == 0 || names.Contains(one.Name))
            .Select(one => new OverheadReport.CaseFindings(one.Name, one.Summary, one.Run(conditions)));

        var report = new OverheadReport(Surroundings.Of(hocon), HasVerdicts: !smoke, [.. found]);
        ReportTable.Print(report);
        if (parsed.GetValue(_json) is { } file) report.WriteJson(file.FullName);
        return parsed.GetValue(_check) && report.HasVerdicts && report.Missed.Any() ? 1 : 0;
    }
}
