using System.Diagnostics;

namespace NeuronActors.Node.Tests.Demo;

public sealed class DemoProcessSpecs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task On_real_results_every_claim_holds()
    {
        var begun = Stopwatch.GetTimestamp();

        var run = await NodeProcess.RunAsync("demo");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Limit);
        Assert.Contains("256 of 256 right", run.Output, StringComparison.Ordinal);
        Assert.Contains("(2, 2) on 2 and 3 → (0, 4) on 0–3", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 failed, 0 answered twice, 0 lost", run.Output, StringComparison.Ordinal);
        Assert.Contains("All 9 claims hold", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task On_simulated_cores_every_claim_but_that_of_the_digits_holds()
    {
        var run = await NodeProcess.RunAsync("demo", "--runtime", "simulated", "--cores", "8");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("(0, 8) on 0–7", run.Output, StringComparison.Ordinal);
        Assert.Contains("All 7 claims hold", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_shuts_down_and_claims_nothing()
    {
        // SIGTERM takes the way of Ctrl-C, and unlike SIGINT it is not ignored by what a shell starts in the background.
        var run = await NodeProcess.RunUntilAsync("SetMulticore() …", "TERM", "demo");

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Stopped before the end. Nothing is claimed.", run.Error.TrimEnd());
        Assert.DoesNotContain("Checked", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "It needs 4 cores, and the environment leaves 2")]
    [InlineData("two", "'two' is not a number")]
    public async Task An_environment_that_leaves_too_few_cores_is_named(string count, string reason)
    {
        var run = await NodeProcess.RunAsync(new Dictionary<string, string> { ["NEURON_RT_NUM_CORES"] = count }, "demo");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
