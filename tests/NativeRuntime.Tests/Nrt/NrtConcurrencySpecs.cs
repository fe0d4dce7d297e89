using System.Collections.Concurrent;
using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtConcurrencySpecs : NrtSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [StandInFact]
    public async Task More_threads_than_slots_take_turns_and_get_their_own_answers()
    {
        var replica = Runtime.Load(Affine(), Core0);

        await Together(8, thread =>
        {
            for (var i = 0; i < 200; i++)
            {
                float[] numbers = [thread, i, thread * i, 1];
                Assert.Equal(numbers.Select(number => (3 * number) + 1), Run(replica, numbers));
            }
        });

        Assert.Equal(1600, Runtime.GetStepTimes(Core0).Executions);
    }

    [StandInTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replicas_come_and_go_on_both_cores_while_others_execute(bool serialises)
    {
        var runtime = Start(Options with { SerializesLoads = serialises });
        var file = Affine();
        var steady = runtime.Cores.Select(core => runtime.Load(file, core.Index)).ToArray();

        await Together(6, thread =>
        {
            var core = runtime.Cores[thread % 2].Index;
            for (var i = 0; i < 50; i++)
            {
                if (thread < 2)
                {
                    for (var n = 0; n < 5; n++) AssertWorks(steady[thread]);
                    continue;
                }

                var replica = runtime.Load(file, core);
                AssertWorks(replica);
                replica.Unload();
            }
        });

        foreach (var replica in steady) replica.Unload();
        Assert.All(runtime.Cores, core => Assert.Equal(0, runtime.GetMemory(core.Index).UsedBytes));
    }

    [StandInFact]
    public async Task A_disposal_under_executions_ends_them_without_harm()
    {
        var replica = Runtime.Load(Affine(), Core0);
        var answered = new ConcurrentBag<float[]>();
        using var warm = new CountdownEvent(4);

        var callers = Together(4, _ =>
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    answered.Add(Run(replica, 1, 2, 3, 4));
                }
                catch (ObjectDisposedException)
                {
                    return;
                }

                if (i == 10) warm.Signal();
            }
        });
        Assert.True(warm.Wait(Patience));
        Runtime.Dispose();
        await callers;

        Assert.All(answered, numbers => Assert.Equal([4f, 7f, 10f, 13f], numbers));
        Assert.Equal((0, 1), (FakeLibrary.Counts.Alive, FakeLibrary.Counts.Closes));
    }

    [StandInFact]
    public async Task Unloads_under_executions_wait_for_them()
    {
        for (var round = 0; round < 20; round++)
        {
            var replica = Runtime.Load(Affine(), Core0);
            using var begun = new ManualResetEventSlim();
            var caller = OnThread(() =>
            {
                try
                {
                    for (var i = 0; ; i++)
                    {
                        Assert.Equal([4f, 7f, 10f, 13f], Run(replica, 1, 2, 3, 4));
                        begun.Set();
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            });
            Assert.True(begun.Wait(Patience));

            replica.Unload();
            await caller.WaitAsync(Patience);
        }

        Assert.Equal(0, FakeLibrary.Counts.Alive);
        AssertWorks();
    }

    [StandInFact]
    public async Task An_unload_waits_behind_a_load_and_a_disposal_leaves_nothing_of_a_load_under_way()
    {
        var file = Affine();
        var replica = Runtime.Load(file, Core0);
        FakeLibrary.Hang(FakeCall.Load);
        var load = OnThread(() => Runtime.Load(file, Core1));
        FakeLibrary.AwaitHung();
        var unload = OnThread(replica.Unload);
        var disposal = OnThread(Runtime.Dispose);

        Assert.Equal(0, FakeLibrary.Counts.CallsOf(FakeCall.Unload));
        FakeLibrary.Release();
        await Task.WhenAll(unload, disposal).WaitAsync(Patience);

        // Whether it was the load or the disposal that came first: nothing is left.
        await load.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.Equal((0, 1), (FakeLibrary.Counts.Alive, FakeLibrary.Counts.Closes));
    }

    [StandInFact]
    public async Task With_an_open_gate_a_load_holds_up_no_unload()
    {
        var file = Affine();
        var runtime = Start(Options with { SerializesLoads = false });
        var replica = runtime.Load(file, Core0);
        FakeLibrary.Hang(FakeCall.Load);
        var load = OnThread(() => AssertWorks(runtime.Load(file, Core1)));
        FakeLibrary.AwaitHung();

        replica.Unload();

        Assert.Equal(1, FakeLibrary.Counts.CallsOf(FakeCall.Unload));
        FakeLibrary.Release();
        await load.WaitAsync(Patience);
    }

    [StandInFact]
    public async Task Failing_loads_at_the_same_time_leave_nothing()
    {
        var runtime = Runtime;
        var file = Affine();
        FakeLibrary.FailEvery(FakeCall.AllocateTensor, (int)NeuronStatus.Resource);

        await Together(6, thread => Assert.Throws<NeuronRuntimeException>(() => runtime.Load(file, runtime.Cores[thread % 2].Index)));

        Assert.Equal(0, FakeLibrary.Counts.Alive);
        FakeLibrary.ClearScript();
        AssertWorks();
    }

    private static async Task Together(int threads, Action<int> work)
    {
        using var start = new Barrier(threads);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => OnThread(() =>
        {
            start.SignalAndWait();
            work(thread);
        }))).WaitAsync(Patience);
    }
}
