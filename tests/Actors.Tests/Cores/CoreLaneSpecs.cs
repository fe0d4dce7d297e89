using NeuronActors.Cores;

namespace NeuronActors.Tests.Cores;

public sealed class CoreLaneSpecs : IDisposable
{
    private static readonly NeuronRuntimeException Hung = new(RuntimeErrorKind.TimedOut, "execute", "hung");

    private readonly List<CoreLane> _lanes = [];
    private readonly ManualResetEventSlim _gate = new();

    public void Dispose()
    {
        _gate.Set();
        foreach (var lane in _lanes)
        {
            lane.Close();
            Patience.Until(() => lane.HasEnded, "a lane's threads to end");
            Assert.Equal(0, lane.InFlight);
        }

        _gate.Dispose();
    }

    [Fact]
    public void Work_is_run_in_order_on_a_thread_of_the_lanes_name_and_its_slot_is_back_before_it_is_told()
    {
        var lane = Lane(capacity: 100);
        var order = new List<int>();
        var works = Enumerable.Range(0, 100).Select(i => new FakeWork(_ => order.Add(i))).ToArray();
        foreach (var work in works) Put(lane, work);
        works[^1].Await("the last work");

        Assert.Equal(Enumerable.Range(0, 100), order);
        Assert.All(works, work => Assert.Equal((1, 1, 0, 0, "lane"), (work.Executed, work.Finished, work.GivenBack, work.Abandoned, work.Thread)));
        Assert.Equal(0, works[^1].InFlightAtFinish);
    }

    [Fact]
    public void Several_threads_are_numbered_and_run_side_by_side()
    {
        var lane = Lane(capacity: 2, threads: 2);
        using var both = new Barrier(2);
        var works = new[] { new FakeWork(Meet), new FakeWork(Meet) };
        foreach (var work in works) Put(lane, work);
        foreach (var work in works) work.Await("both to meet");

        Assert.Equal(["lane.0", "lane.1"], works.Select(work => work.Thread!).Order());

        void Meet(FakeWork work) => Assert.True(both.SignalAndWait(Patience.Long));
    }

    [Fact]
    public void Closing_gives_back_once_what_has_not_begun_and_lets_the_rest_finish()
    {
        var lane = Lane(capacity: 3);
        var running = Hold(lane);
        var waiting = new[] { new FakeWork(), new FakeWork() };
        foreach (var work in waiting) Put(lane, work);
        Assert.False(lane.HasRoom);

        lane.Close();
        lane.Close();

        Assert.All(waiting, work => Assert.Equal((0, 0, 1, 0), (work.Executed, work.Finished, work.GivenBack, work.Abandoned)));
        Assert.Equal(1, lane.InFlight);
        Assert.True(lane.IsClosed);
        Assert.False(lane.HasEnded);
        _gate.Set();
        running.Await("what ran to finish");
        Assert.Equal((1, 1, 0, 0), (running.Executed, running.Finished, running.GivenBack, running.Abandoned));
        Patience.Until(() => lane.HasEnded, "the thread to end");
        Assert.Equal(0, lane.InFlight);
    }

    [Fact]
    public void A_closed_lane_takes_nothing_and_gives_the_slot_back()
    {
        var lane = Lane(capacity: 1);
        lane.Close();
        var work = new FakeWork();

        Assert.False(lane.HasRoom);
        Assert.True(lane.TryTakeSlot());
        Assert.False(lane.TryPut(work));
        Assert.Equal(0, lane.InFlight);
        Assert.Equal((0, 0), (work.Executed, work.GivenBack));
    }

    [Fact]
    public void Closing_with_a_failure_abandons_what_runs_and_only_that()
    {
        var lane = Lane(capacity: 2);
        var running = Hold(lane);
        var waiting = new FakeWork();
        Put(lane, waiting);

        lane.Close(Hung);

        Assert.Equal((1, 0), (running.Abandoned, running.GivenBack));
        Assert.Equal((0, 1), (waiting.Abandoned, waiting.GivenBack));
    }

    [Fact]
    public void What_was_left_to_finish_when_the_lane_was_closed_can_still_be_abandoned()
    {
        var lane = Lane(capacity: 1);
        var running = Hold(lane);
        lane.Close();

        lane.Close(Hung);

        Assert.Equal(1, running.Abandoned);
    }

    [Fact]
    public void Closing_when_done_runs_what_is_there_and_takes_no_more()
    {
        var lane = Lane(capacity: 3);
        Hold(lane);
        var waiting = new FakeWork();
        Put(lane, waiting);

        lane.CloseWhenDone();
        lane.CloseWhenDone();

        Assert.True(lane.TryTakeSlot());
        Assert.False(lane.TryPut(new FakeWork()));
        _gate.Set();
        waiting.Await("what waited");
        Assert.Equal((1, 1, 0), (waiting.Executed, waiting.Finished, waiting.GivenBack));
        Patience.Until(() => lane.HasEnded, "the thread to end");
    }

    [Fact]
    public void A_fault_closes_the_lane_before_it_is_reported()
    {
        NeuronRuntimeException? reported = null;
        var wasClosed = false;
        CoreLane? lane = null;
        lane = new CoreLane(new VisibleCoreIndex(0), 1, 2, "lane")
        {
            Faulted = fault =>
            {
                reported = fault;
                wasClosed = lane!.IsClosed;
            },
        };
        _lanes.Add(lane);
        var faulting = new FakeWork(work =>
        {
            _gate.Wait(Patience.Long);
            work.Lane!.ReportFault(Hung);
        });
        var behind = new FakeWork();
        Put(lane, faulting);
        Put(lane, behind);
        _gate.Set();
        faulting.Await("the fault");

        Assert.Same(Hung, reported);
        Assert.True(wasClosed);
        Assert.Equal((0, 1), (behind.Executed, behind.GivenBack));
    }

    [Fact]
    public void The_oldest_call_is_as_old_as_it_is_and_none_is_no_age()
    {
        var lane = Lane(capacity: 2, threads: 2);
        Assert.Equal(TimeSpan.Zero, lane.OldestCall());

        var running = Hold(lane);
        Patience.Until(() => lane.OldestCall() > TimeSpan.FromMilliseconds(1), "the call to grow old");
        var before = lane.OldestCall();
        Hold(lane);
        Assert.True(lane.OldestCall() >= before);

        _gate.Set();
        running.Await("the call to return");
        Patience.Until(() => lane.OldestCall() == TimeSpan.Zero, "no call to be under way");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Under_many_hands_everything_is_run_or_given_back_exactly_once_and_all_slots_come_back(int threads)
    {
        for (var round = 0; round < 15; round++) PutFromManyThreadsAndClose(threads, round);
    }

    private void PutFromManyThreadsAndClose(int threads, int round)
    {
        const int Putters = 4;
        const int Each = 200;
        var lane = Lane(capacity: 5, threads: threads);
        var (running, most, refused, left) = (0, 0, 0, Each + (round * 10));
        using var enough = new ManualResetEventSlim();
        var works = Enumerable.Range(0, Putters * Each).Select(_ => new FakeWork(Count)).ToArray();
        var putters = Enumerable.Range(0, Putters).Select(putter => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                using var granted = new SemaphoreSlim(0);
                if (!lane.TryTakeSlot())
                {
                    lane.WaitForSlot(new FakeWaiter(_ => granted.Release()));
                    if (!granted.Wait(Patience.Long)) return;
                }

                if (!lane.TryPut(works[(putter * Each) + i])) Interlocked.Increment(ref refused);
            }
        })
        { IsBackground = true }).ToArray();

        foreach (var thread in putters) thread.Start();
        Assert.True(enough.Wait(Patience.Long), "Too little was run.");
        lane.Close();
        foreach (var thread in putters) Assert.True(thread.Join(Patience.Long), "Somebody was never granted a slot.");
        Patience.Until(() => lane.HasEnded, "the threads to end");

        Assert.All(works, work => Assert.True(work.Executed + work.GivenBack <= 1 && work.Finished == work.Executed));
        Assert.Equal(works.Length, works.Sum(work => work.Executed + work.GivenBack) + refused);
        Assert.InRange(most, 1, threads);
        Assert.Equal(0, lane.InFlight);

        void Count(FakeWork work)
        {
            var now = Interlocked.Increment(ref running);
            if (now > Volatile.Read(ref most)) Volatile.Write(ref most, now);
            Interlocked.Decrement(ref running);
            if (Interlocked.Decrement(ref left) == 0) enough.Set();
        }
    }

    private static void Put(CoreLane lane, FakeWork work)
    {
        Assert.True(lane.TryTakeSlot());
        Assert.True(lane.TryPut(work));
    }

    /// <summary>Work that has begun and goes on until the gate opens.</summary>
    private FakeWork Hold(CoreLane lane)
    {
        using var begun = new ManualResetEventSlim();
        var work = new FakeWork(_ =>
        {
            begun.Set();
            _gate.Wait(Patience.Long);
        });
        Put(lane, work);
        Assert.True(begun.Wait(Patience.Long), "It has not begun.");
        return work;
    }

    private CoreLane Lane(int capacity, int threads = 1)
    {
        var lane = new CoreLane(new VisibleCoreIndex(0), threads, capacity, "lane");
        _lanes.Add(lane);
        return lane;
    }
}
