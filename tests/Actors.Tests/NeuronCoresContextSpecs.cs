namespace NeuronActors.Tests;

public sealed class NeuronCoresContextSpecs
{
    private static (int, int)? Current =>
        NeuronCoresContext.Current is { } context ? (context.StartNc, context.NcCount) : null;

    [Fact]
    public void Outside_of_any_there_is_none() => Assert.Null(Current);

    [Fact]
    public void It_is_in_force_until_it_is_closed()
    {
        using (new NeuronCoresContext(2, 3)) Assert.Equal((2, 3), Current);

        Assert.Null(Current);
    }

    [Fact]
    public void The_inner_one_hides_the_outer_one_until_it_is_closed()
    {
        using var outer = new NeuronCoresContext(0, 1);
        using (new NeuronCoresContext(1, 2))
        {
            using (new MulticoreContext()) Assert.True(NeuronCoresContext.Current!.Multicore);
            Assert.Equal((1, 2), Current);
        }

        Assert.Equal((0, 1), Current);
    }

    [Fact]
    public void Closing_twice_does_no_more_than_once()
    {
        using var outer = new NeuronCoresContext(0, 1);
        var inner = new NeuronCoresContext(1, 1);
        inner.Dispose();
        using var next = new NeuronCoresContext(2, 1);
        inner.Dispose();

        Assert.Equal((2, 1), Current);
    }

    [Fact]
    public void Closed_out_of_order_the_one_that_is_open_stays_in_force()
    {
        var outer = new NeuronCoresContext(0, 1);
        var inner = new NeuronCoresContext(1, 1);

        outer.Dispose();
        Assert.Equal((1, 1), Current);
        inner.Dispose();
        Assert.Null(Current);
    }

    [Fact]
    public void One_that_is_refused_is_not_in_force()
    {
        using var outer = new NeuronCoresContext(3, 1);

        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new NeuronCoresContext(0, 0));

        Assert.Equal("ncCount", refused.ParamName);
        Assert.Equal((3, 1), Current);
    }

    [Theory]
    [InlineData(0, -2, "ncCount")]
    [InlineData(-2, 1, "startNc")]
    [InlineData(int.MaxValue, 1, "startNc")]
    public void Numbers_that_no_machine_could_satisfy_are_refused_at_once(int startNc, int ncCount, string parameter)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new NeuronCoresContext(startNc, ncCount));

        Assert.Equal(parameter, refused.ParamName);
        Assert.DoesNotContain("107374182", refused.Message, StringComparison.Ordinal);
        Assert.Null(Current);
    }

    [Fact]
    public async Task It_flows_through_every_await_and_ends_where_it_was_opened()
    {
        using (new NeuronCoresContext(4, 1))
        {
            await Task.Yield();
            Assert.Equal((4, 1), Current);
            Assert.Equal((4, 1), await Task.Run(() => Current));
            await OpenOneOfItsOwn();
            Assert.Equal((4, 1), Current);
        }

        Assert.Null(Current);

        static async Task OpenOneOfItsOwn()
        {
            using var own = new NeuronCoresContext(5, 1);
            await Task.Yield();
            Assert.Equal((5, 1), Current);
        }
    }

    [Fact]
    public async Task Two_callers_at_the_same_time_do_not_see_each_others()
    {
        using var bothAreOpen = new Barrier(2);
        var seen = await Task.WhenAll(Caller(1), Caller(2));

        Assert.Equal([(1, 1), (2, 1)], seen.Select(context => context!.Value));

        Task<(int, int)?> Caller(int start) => Task.Factory.StartNew(
            () =>
            {
                using var context = new NeuronCoresContext(start, 1);
                Assert.True(bothAreOpen.SignalAndWait(Patience.Long));
                return Current;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    [Fact]
    public async Task A_flow_that_outlives_the_context_it_was_split_off_in_is_outside_of_it()
    {
        var closed = new TaskCompletionSource();
        Task<((int, int)? Before, (int, int)? After)> child;
        using (new NeuronCoresContext(0, 1))
        {
            using (new NeuronCoresContext(1, 1)) child = Child(closed.Task);
            Assert.Equal((0, 1), Current);
        }

        closed.SetResult();

        Assert.Equal(((1, 1), null), await child);

        static async Task<((int, int)?, (int, int)?)> Child(Task closed)
        {
            var before = Current;
            await closed;
            return (before, Current);
        }
    }

    [Fact]
    public async Task One_that_is_closed_in_another_flow_is_closed_in_its_own_as_well()
    {
        var context = new NeuronCoresContext(1, 1);

        await Task.Run(context.Dispose);

        Assert.Null(Current);
    }
}
