using CsCheck;
using NeuronActors.Cores;
using NeuronActors.Tests.Routing;

namespace NeuronActors.Tests.Cores;

public sealed class CoreSlotsSpecs
{
    [Fact]
    public void As_many_slots_are_taken_as_there_are()
    {
        var slots = new CoreSlots(Lane(), capacity: 2);

        Assert.True(slots.TryTake());
        Assert.True(slots.HasRoom);
        Assert.True(slots.TryTake());
        Assert.False(slots.HasRoom);
        Assert.False(slots.TryTake());
        slots.Release();
        Assert.True(slots.TryTake());
        Assert.Equal(2, slots.Taken);
    }

    [Fact]
    public void Who_stands_in_line_at_a_free_core_is_served_at_once()
    {
        var lane = Lane();
        var slots = new CoreSlots(lane, capacity: 1);
        ILane? granted = null;

        slots.Wait(new FakeWaiter(by => granted = by));

        Assert.Same(lane, granted);
        Assert.Equal(1, slots.Taken);
    }

    [Fact]
    public void Those_in_line_are_served_in_order_and_nobody_overtakes_them()
    {
        var slots = new CoreSlots(Lane(), capacity: 1);
        var served = new List<int>();
        slots.TryTake();
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            slots.Wait(new FakeWaiter(_ => served.Add(number)));
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.False(slots.HasRoom);
            Assert.False(slots.TryTake());
            slots.Release();
            Assert.Equal(Enumerable.Range(0, i + 1), served);
        }

        slots.Release();
        Assert.True(slots.HasRoom);
    }

    [Fact]
    public void A_waiter_who_gives_back_what_he_is_granted_passes_it_on()
    {
        var slots = new CoreSlots(Lane(), capacity: 1);
        var granted = false;
        slots.TryTake();
        slots.Wait(new FakeWaiter(_ => slots.Release()));
        slots.Wait(new FakeWaiter(_ => granted = true));

        slots.Release();

        Assert.True(granted);
        Assert.Equal(1, slots.Taken);
    }

    [Fact]
    public void On_one_thread_it_does_what_a_counter_and_a_queue_do() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2].Array[0, 40]).Sample((capacity, script) =>
        {
            var (slots, served) = (new CoreSlots(Lane(), capacity), new List<int>());
            var (taken, line, next, expected) = (0, new Queue<int>(), 0, new List<int>());
            foreach (var action in script)
            {
                switch (action)
                {
                    case 0:
                        var free = line.Count == 0 && taken < capacity;
                        Assert.Equal(free, slots.HasRoom);
                        Assert.Equal(free, slots.TryTake());
                        if (free) taken++;
                        break;
                    case 1:
                        var number = next++;
                        line.Enqueue(number);
                        slots.Wait(new FakeWaiter(_ => served.Add(number)));
                        break;
                    case 2 when taken > 0:
                        taken--;
                        slots.Release();
                        break;
                }

                while (taken < capacity && line.TryDequeue(out var first))
                {
                    taken++;
                    expected.Add(first);
                }

                Assert.Equal(expected, served);
                Assert.Equal(taken, slots.Taken);
            }
        });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Many_threads_never_hold_more_than_the_cap_and_all_are_served_in_the_end(int capacity)
    {
        const int Threads = 6;
        const int Rounds = 400;
        var slots = new CoreSlots(Lane(), capacity);
        var (holding, most, served) = (0, 0, 0);
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            using var granted = new SemaphoreSlim(0);
            var waiter = new FakeWaiter(_ => granted.Release());
            for (var i = 0; i < Rounds; i++)
            {
                if (!slots.TryTake())
                {
                    slots.Wait(waiter);
                    if (!granted.Wait(Patience.Long)) return;
                }

                var now = Interlocked.Increment(ref holding);
                if (now > Volatile.Read(ref most)) Volatile.Write(ref most, now);
                if ((i + number) % 16 == 0) Thread.Yield();
                Interlocked.Decrement(ref holding);
                slots.Release();
                Interlocked.Increment(ref served);
            }
        })
        { IsBackground = true }).ToArray();

        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(Patience.Long * 2), "A thread is stuck.");

        Assert.Equal(Threads * Rounds, served);
        Assert.InRange(most, 1, capacity);
        Assert.Equal(0, slots.Taken);
        Assert.True(slots.HasRoom);
    }

    private static FakeLane Lane() => new(new VisibleCoreIndex(0), capacity: 0);
}
