using System.Diagnostics;

namespace NeuronActors.Fuzz;

/// <summary>Runs all readers or one of them for a time, and says what came of it.</summary>
internal static class FuzzProgram
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>The exit code: 0 without findings, 1 with, 2 for a target that there is not.</summary>
    public static int Run(TimeSpan time, int seed, string? only, long? number, TextWriter output)
    {
        var targets = FuzzTargets.All().Where(target => only is null || target.Name == only).ToArray();
        if (targets.Length == 0)
        {
            output.WriteLine($"There is no target '{only}'.");
            return 2;
        }

        var findings = new List<FuzzFinding>();
        var tried = 0L;
        foreach (var target in targets)
        {
            var run = new FuzzRun(target, seed);
            using var watch = new Timer(_ => GiveUpOnHang(run, target.Name, seed, output), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            var start = Stopwatch.GetTimestamp();
            if (number is { } one) run.Try(one);
            else run.Run(_ => Stopwatch.GetElapsedTime(start) >= time / targets.Length);

            output.WriteLine($"{target.Name,-10} {run.Tried,12:N0} inputs, {run.Accepted,12:N0} read, {run.Findings.Count} findings");
            foreach (var finding in run.Findings) output.WriteLine($"  {finding}");
            findings.AddRange(run.Findings);
            tried += run.Tried;
        }

        output.WriteLine($"{"all",-10} {tried,12:N0} inputs with seed {seed}, {findings.Count} findings");
        return findings.Count == 0 ? 0 : 1;
    }

    // A thread that hangs cannot be stopped; what can be done is to say on what.
    private static void GiveUpOnHang(FuzzRun run, string target, int seed, TextWriter output)
    {
        if (run.Running < Hang) return;

        output.WriteLine($"--target {target} --seed {seed} --only {run.Tried - 1}: it has not ended after {Hang.TotalSeconds} s");
        Environment.Exit(1);
    }
}
