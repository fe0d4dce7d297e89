using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtHangSpecs : NrtSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [StandInTheory]
    [InlineData(5)]
    [InlineData(101)]
    [InlineData(1200)]
    [InlineData(1204)]
    public void After_a_hang_nothing_on_the_core_is_touched_and_only_a_new_process_brings_it_back(int status)
    {
        var (hung, neighbour) = (Runtime.Load(Affine(), Core0), Runtime.Load(Affine(), Core0));
        var elsewhere = Runtime.Load(Affine(), Core1);
        FakeLibrary.Fail(FakeCall.Execute, status);

        Assert.Equal((NeuronStatus)status, Assert.Throws<NeuronRuntimeException>(() => Run(hung, 1, 2, 3, 4)).Status);

        foreach (var attempt in (Action[])[hung.Unload, neighbour.Unload, () => Runtime.Probe(Core0), () => Runtime.Load(Affine(), Core0)])
        {
            var refused = Assert.Throws<NeuronRuntimeException>(attempt);
            Assert.Equal((RuntimeErrorKind.DeviceFault, (NeuronStatus)status), (refused.Kind, refused.Status));
            Assert.Contains("only a new process brings the core back", refused.Message, StringComparison.Ordinal);
        }

        AssertWorks(elsewhere);
        elsewhere.Unload();
        Runtime.Dispose();
        var counts = FakeLibrary.Counts;
        Assert.Equal((2, 1, 0), (counts.Models, counts.CallsOf(FakeCall.Unload), counts.Closes));

        // The library itself; what is loaded on the core is given up.
        Leftovers.LeftToTheProcess = 1;
    }

    [StandInFact]
    public async Task A_replica_is_never_unloaded_under_its_execution()
    {
        var replica = Runtime.Load(Affine(), Core0);
        FakeLibrary.Hang(FakeCall.Execute);
        var execution = OnThread(() => Assert.Equal([4f, 7f, 10f, 13f], Run(replica, 1, 2, 3, 4)));
        FakeLibrary.AwaitHung();

        replica.Unload();

        Assert.Equal(0, FakeLibrary.Counts.CallsOf(FakeCall.Unload));
        Assert.Single(Notices, notice => notice.Kind == NrtNoticeKind.LeftBehind);
        Assert.Throws<ObjectDisposedException>(() => Run(replica, 1, 2, 3, 4));
        AssertWorks();

        FakeLibrary.Release();
        await execution.WaitAsync(Patience);
        Assert.Equal(0, FakeLibrary.Counts.Alive);
        AssertWorks();
    }

    [StandInFact]
    public async Task An_unload_that_came_late_and_was_refused_is_said()
    {
        var replica = Runtime.Load(Affine(), Core0);
        FakeLibrary.Hang(FakeCall.Execute);
        FakeLibrary.Fail(FakeCall.Unload, (int)NeuronStatus.Failure);
        var execution = OnThread(() => Run(replica, 1, 2, 3, 4));
        FakeLibrary.AwaitHung();
        replica.Unload();

        FakeLibrary.Release();
        await execution.WaitAsync(Patience);

        Assert.Contains(Notices, notice => notice.Text.StartsWith("unload on NeuronCore 0 failed with Failure (1)", StringComparison.Ordinal));
        AssertWorks();
    }

    [StandInFact]
    public async Task A_disposal_leaves_library_and_model_to_what_is_executing()
    {
        var replica = Runtime.Load(Affine(), Core0);
        FakeLibrary.Hang(FakeCall.Execute);
        var execution = OnThread(() => Assert.Equal([4f, 7f, 10f, 13f], Run(replica, 1, 2, 3, 4)));
        FakeLibrary.AwaitHung();

        Runtime.Dispose();

        Assert.Equal((1, 0), (FakeLibrary.Counts.Models, FakeLibrary.Counts.Closes));
        FakeLibrary.Release();
        await execution.WaitAsync(Patience);
        Assert.Equal((0, 1), (FakeLibrary.Counts.Alive, FakeLibrary.Counts.Closes));
    }

    [StandInFact]
    public async Task An_unload_that_waits_for_an_execution_does_not_happen_when_that_turns_out_to_have_hung()
    {
        var replica = Runtime.Load(Affine(), Core0);
        FakeLibrary.Hang(FakeCall.Execute);
        var execution = OnThread(() => Assert.Throws<NeuronRuntimeException>(() => Run(replica, 1, 2, 3, 4)));
        FakeLibrary.AwaitHung();
        replica.Unload();

        FakeLibrary.Release((int)NeuronStatus.Timeout);
        await execution.WaitAsync(Patience);

        Assert.Equal((1, 0), (FakeLibrary.Counts.Models, FakeLibrary.Counts.CallsOf(FakeCall.Unload)));
        AssertWorks();
        Leftovers.LeftToTheProcess = 1;
    }
}
