using System.CommandLine;
using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Commands;

/// <summary>The options that say how much is measured.</summary>
internal static class EffortOptions
{
    public static readonly Option<bool> Smoke = new("--smoke")
    {
        Description = "Run everything very briefly, only to show that it runs. No verdicts.",
    };

    private static readonly Option<int?> Rounds = new("--rounds")
    {
        Description = $"Rounds of each measurement, of which the medians are taken; {Effort.Full.Rounds} by default.",
    };

    public static IEnumerable<Option> All => [Smoke, Rounds];

    public static Effort Of(ParseResult parsed)
    {
        var effort = parsed.GetValue(Smoke) ? Effort.Smoke : Effort.Full;
        return parsed.GetValue(Rounds) is > 0 and var rounds ? effort with { Rounds = rounds } : effort;
    }
}
