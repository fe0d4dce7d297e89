using Akka.Event;
using NeuronActors.FakeNrt;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Nrt;

/// <summary>An execution that the device itself reports as hung: the core is gone for this process, and everything else goes on.</summary>
public sealed class NrtHangSpecs(ITestOutputHelper output) : NrtSystemSpec(output)
{
    [StandInFact]
    public async Task A_hang_is_answered_elsewhere_and_its_core_does_not_come_back_in_this_process()
    {
        NeuronModel model;
        using (new NeuronCoresContext(startNc: 0, ncCount: 1)) model = await Cores.LoadAsync(Path.Combine(Folder, "echo.neff"));
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        FakeLibrary.Fail(FakeCall.Execute, (int)NeuronStatus.Timeout, core: 0);

        var answer = await model.InferAsync(X(42)).AsTask().WaitAsync(Patience);

        Assert.Equal(42, answer["y"].AsSpan<long>()[0]);
        Assert.NotEqual(new VisibleCoreIndex(0), answer.Cores[0]);

        // It is cleared and probed like any other, and the runtime refuses both.
        foreach (var refused in (string[])["refused to unload", "failed its probe", "failed its probe"])
        {
            var warning = await FishForMessageAsync<Warning>(warning => $"{warning.Message}".Contains(refused, StringComparison.Ordinal), Patience);
            Assert.Contains("only a new process brings the core back", $"{warning.Message}", StringComparison.Ordinal);
        }

        Assert.Equal(CoreState.Quarantined, (await Core0()).State);
        Assert.Equal(0, FakeLibrary.Counts.CallsOf(FakeCall.Unload));
        Assert.Equal(43, (await model.InferAsync(X(43)))["y"].AsSpan<long>()[0]);
    }

    internal override void AssertLeftBehind(FakeCounts counts)
    {
        Assert.Equal("", FakeLibrary.Violation);

        // The model on the core that hung, and for its sake the library; the end of the process takes both.
        Assert.Equal((1, 1, 0), (counts.Models, counts.Inits, counts.Closes));
    }

    private async Task<CoreStatus> Core0() => (await Cores.GetCoresAsync()).Cores[0];
}
