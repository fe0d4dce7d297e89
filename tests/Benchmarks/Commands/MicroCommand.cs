using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>micro</c>: single steps of the hot path under BenchmarkDotNet, to which all further arguments go.</summary>
internal static class MicroCommand
{
    public static Command Make()
    {
        var command = new Command("micro", "Single steps under BenchmarkDotNet; takes its arguments, --filter for example.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(parsed => Run([.. parsed.UnmatchedTokens]));
        return command;
    }

    private static void Run(string[] args)
    {
        // In this process, so that nothing has to be built anew, and short: a change that matters shows all the same.
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: true)));
        BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
    }
}
