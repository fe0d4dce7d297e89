using NeuronActors.FakeNrt;

namespace NeuronActors.Node.Tests.Nrt;

/// <summary>The demo on the stand-in for libnrt, in a process of its own.</summary>
public sealed class NrtDemoSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _demo;

    public NrtDemoSpecs() =>
        _demo = ["demo", "--runtime", "nrt", "--nrt-library", FakeLibrary.Path, "--model", DigitNeff.Make().WriteTo(_folder.At("mnist.neff"))];

    [StandInFact]
    public async Task On_libnrt_every_claim_holds()
    {
        var run = await NodeProcess.RunAsync(new Dictionary<string, string> { ["FAKE_NRT_TIMES"] = "50,300,50" }, _demo);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("libnrt 2.34.10.0 on trn1.32xlarge, 4 cores", run.Output, StringComparison.Ordinal);
        Assert.Contains("256 of 256 right", run.Output, StringComparison.Ordinal);
        Assert.Contains("All 9 claims hold", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [StandInFact]
    public async Task A_load_that_the_library_refuses_is_told_with_its_status()
    {
        var run = await NodeProcess.RunAsync(Script("nrt_load,-1,1,-1,0,10"), _demo);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"^The demo failed\. load on NeuronCore [23] failed with UnsupportedNeffVersion \(10\): .*mnist\.neff", LastLine(run.Error));
    }

    [StandInFact]
    public async Task Without_the_library_it_says_where_it_was_looked_for()
    {
        _demo[4] = "/nowhere/libnrt.so.1";

        var run = await NodeProcess.RunAsync(_demo);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The Nrt runtime is not to be had: libnrt could not be loaded: /nowhere/libnrt.so.1", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What the supervisor of the process sees. Nothing within the process can.</summary>
    [StandInFact]
    public async Task A_crash_of_the_library_ends_the_process_by_its_signal_and_a_new_one_works()
    {
        const int KilledBySegmentationFault = 128 + 11;

        var crashed = await NodeProcess.RunAsync(Script("nrt_execute,3,100,1,3,0"), _demo);

        Assert.Equal(KilledBySegmentationFault, crashed.ExitCode);
        Assert.DoesNotContain("Checked", crashed.Output, StringComparison.Ordinal);
        var next = await NodeProcess.RunAsync(_demo);
        Assert.True(next.ExitCode == 0, next.Output + next.Error);
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> Script(string script) => new() { ["FAKE_NRT_SCRIPT"] = script };

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];
}
