using System.Globalization;
using NeuronActors.Node.Doctor.Trial;

namespace NeuronActors.Node.Doctor.Report;

/// <summary>A report for people: one line for each thing that was looked at, and under what is wrong, what to do next.</summary>
internal static class ReportText
{
    private const int SubjectWidth = 14;

    public static void Write(TextWriter output, DoctorReport report)
    {
        output.WriteLine($"{report.Machine.Program}, {report.Machine.Runtime}, {report.Machine.Os}, {report.Machine.Architecture}, {report.Machine.Processors} processors");
        output.WriteLine();
        foreach (var finding in report.Findings)
        {
            output.WriteLine($"{Mark(finding.State)} {finding.Subject.PadRight(SubjectWidth)} {finding.Text}");
            if (finding.NextStep is { } next) output.WriteLine($"        {new string(' ', SubjectWidth)}→ {next}");
        }

        if (report.Environment.Count > 0) output.WriteLine();
        foreach (var (name, value) in report.Environment) output.WriteLine($"{name}={value}");
        if (report.Trial is { } trial) Write(output, trial);
        output.WriteLine();
        output.WriteLine(report.Ok ? "Everything that is needed works." : "Something that is needed does not work: see above.");
    }

    private static void Write(TextWriter output, TrialResult trial)
    {
        output.WriteLine();
        if (trial.Runtime is not null) output.WriteLine($"{trial.Runtime}, started in {Number(trial.StartMilliseconds)} ms");
        foreach (var notice in trial.Notices) output.WriteLine($"  {notice}");
        for (var core = 0; core < trial.Memory.Length; core++)
        {
            var (used, limit) = trial.Memory[core];
            output.WriteLine($"  NeuronCore {core}: {MiB(used)} of {(limit is { } all ? MiB(all) : "an unknown amount")} in use");
        }

        foreach (var subgraph in trial.Subgraphs) Write(output, subgraph);
    }

    private static void Write(TextWriter output, SubgraphTrial trial)
    {
        if (trial.Outputs.IsEmpty) return;
        output.WriteLine($"  {trial.Name}: loaded in {Number(trial.LoadMilliseconds)} ms, {MiB(trial.MemoryBytes)}: {string.Join(", ", trial.Inputs)} → {string.Join(", ", trial.Outputs)}");
        if (trial.Runs == 0) return;
        output.WriteLine($"  {trial.Runs} runs: write {Number(trial.WriteMicroseconds)} µs, execute {Number(trial.ExecuteMicroseconds)} µs, read {Number(trial.ReadMicroseconds)} µs");
        output.WriteLine($"  whole: p50 {Number(trial.P50Microseconds)} µs, p99 {Number(trial.P99Microseconds)} µs");
    }

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Ok => "[ ok  ]",
        FindingState.Note => "[note ]",
        _ => "[WRONG]",
    };

    private static string Number(double value) => value.ToString("#,##0.0", CultureInfo.InvariantCulture);

    private static string MiB(long bytes) => $"{Number(bytes / 1048576.0)} MiB";
}
