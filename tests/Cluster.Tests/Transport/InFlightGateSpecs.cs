using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public sealed class InFlightGateSpecs
{
    [Fact]
    public async Task Who_finds_room_enters_at_once_and_who_does_not_waits()
    {
        var gate = new InFlightGate(maxCount: 2, maxBytes: 100, maxWaiting: 10);

        Assert.True(Enter(gate, 10).IsCompletedSuccessfully);
        Assert.True(Enter(gate, 10).IsCompletedSuccessfully);
        var third = Enter(gate, 10);
        Assert.False(third.IsCompleted);

        gate.Leave(10);
        Assert.Equal(InFlightGate.Entry.In, await third.WaitAsync(Patience.Long));
        Assert.Equal((2, 20L), (gate.Count, gate.Bytes));
    }

    [Fact]
    public async Task Bytes_are_bounded_as_well()
    {
        var gate = new InFlightGate(maxCount: 10, maxBytes: 100, maxWaiting: 10);

        Assert.True(Enter(gate, 60).IsCompletedSuccessfully);
        var second = Enter(gate, 60);
        Assert.False(second.IsCompleted);

        gate.Leave(60);
        await second.WaitAsync(Patience.Long);
        Assert.Equal(60, gate.Bytes);
    }

    [Fact]
    public async Task A_large_one_is_not_overtaken_by_small_ones()
    {
        var gate = new InFlightGate(maxCount: 10, maxBytes: 100, maxWaiting: 10);
        await Enter(gate, 60);
        var large = Enter(gate, 100);
        var small = Enter(gate, 1);

        Assert.False(small.IsCompleted);
        gate.Leave(60);
        await large.WaitAsync(Patience.Long);
        Assert.False(small.IsCompleted);
        gate.Leave(100);
        await small.WaitAsync(Patience.Long);
    }

    [Fact]
    public async Task Who_stops_waiting_makes_room_for_those_behind()
    {
        var gate = new InFlightGate(maxCount: 10, maxBytes: 100, maxWaiting: 10);
        await Enter(gate, 60);
        using var impatience = new CancellationTokenSource();
        var large = Enter(gate, 100, impatience.Token);
        var small = Enter(gate, 40);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.Equal(InFlightGate.Entry.In, await small.WaitAsync(Patience.Long));
        Assert.Equal((2, 100L, 0), (gate.Count, gate.Bytes, gate.Waiting));
    }

    [Fact]
    public async Task Too_many_that_wait_are_refused()
    {
        var gate = new InFlightGate(maxCount: 1, maxBytes: 100, maxWaiting: 1);
        await Enter(gate, 1);
        var waiting = Enter(gate, 1);

        Assert.Equal(InFlightGate.Entry.Full, await Enter(gate, 1));

        gate.Leave(1);
        Assert.Equal(InFlightGate.Entry.In, await waiting.WaitAsync(Patience.Long));
    }

    [Fact]
    public async Task A_break_fails_those_who_wait_and_nobody_after_them()
    {
        var gate = new InFlightGate(maxCount: 1, maxBytes: 100, maxWaiting: 10);
        await Enter(gate, 1);
        var waiting = Enter(gate, 1);

        gate.FailWaiting(() => new IOException("lost"));
        await Assert.ThrowsAsync<IOException>(() => waiting);

        var next = Enter(gate, 1);
        gate.Leave(1);
        Assert.Equal(InFlightGate.Entry.In, await next.WaitAsync(Patience.Long));

        gate.Close(() => new IOException("closed"));
        await Assert.ThrowsAsync<IOException>(() => Enter(gate, 1));
    }

    [Fact]
    public async Task However_they_come_and_go_the_bounds_hold_and_nothing_is_left()
    {
        var gate = new InFlightGate(maxCount: 3, maxBytes: 50, maxWaiting: 1000);
        var worst = (Count: 0, Bytes: 0L);
        var watch = new Lock();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 500; i++)
            {
                var bytes = random.Next(1, 51);
                using var impatience = new CancellationTokenSource();
                var entry = Enter(gate, bytes, impatience.Token);
                if (random.Next(4) == 0) await impatience.CancelAsync();
                try
                {
                    await entry;
                }
                catch (OperationCanceledException)
                {
                    continue;
                }

                lock (watch) worst = (Math.Max(worst.Count, gate.Count), Math.Max(worst.Bytes, gate.Bytes));
                await Task.Yield();
                gate.Leave(bytes);
            }
        })));

        Assert.InRange(worst.Count, 1, 3);
        Assert.InRange(worst.Bytes, 1, 50);
        Assert.Equal((0, 0L, 0), (gate.Count, gate.Bytes, gate.Waiting));
    }

    private static Task<InFlightGate.Entry> Enter(InFlightGate gate, long bytes, CancellationToken ct = default) => gate.EnterAsync(bytes, ct).AsTask();
}
