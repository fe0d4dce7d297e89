using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster.Tests.Routing;

public sealed class RouteTriesSpecs
{
    private static readonly Infer Request = new(Nodes.Echo, []);

    private readonly RouteTries _tries = new();

    [Theory]
    [InlineData(RejectionReason.ModelNotFound, true)]
    [InlineData(RejectionReason.ModelUnavailable, true)]
    [InlineData(RejectionReason.Draining, true)]
    [InlineData(RejectionReason.QueueFull, false)]
    [InlineData(RejectionReason.TooLargeForFrame, false)]
    public void What_was_not_executed_is_asked_elsewhere_and_not_there_again(RejectionReason reason, bool isNews)
    {
        Assert.Null(_tries.Refused(new InferRejected(reason, "no"), Request, Nodes.Named(1), wasExpected: true));

        Assert.False(_tries.MayAsk(Nodes.Named(1)));
        Assert.True(_tries.MayAsk(Nodes.Named(2)));
        Assert.True(_tries.MayRunHere);
        Assert.Equal(isNews, _tries.WasContradicted);
        Assert.NotNull(_tries.Refusal);
    }

    [Theory]
    [InlineData(RejectionReason.InvalidInput)]
    [InlineData(RejectionReason.DeadlineExceeded)]
    [InlineData(RejectionReason.Cancelled)]
    public void What_no_other_node_could_better_is_the_answer(RejectionReason reason)
    {
        var answer = new InferRejected(reason, "no");

        Assert.Same(answer, _tries.Refused(answer, Request, Nodes.Named(1), wasExpected: true));
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    public void What_is_too_large_to_travel_runs_elsewhere_if_it_may(bool mayHaveRun, bool retryOnFault, bool isTheAnswer)
    {
        var answer = new InferRejected(RejectionReason.TooLargeForFrame, "too large");

        var given = _tries.Refused(answer, Request with { RetryOnFault = retryOnFault }, Nodes.Named(1), wasExpected: true, mayHaveRun);

        Assert.Equal(isTheAnswer, given is not null);
    }

    [Fact]
    public void A_subgraph_that_a_model_has_not_is_nothing_to_wait_for()
    {
        _tries.Refused(new InferRejected(RejectionReason.ModelNotFound, "no"), Request with { Subgraph = "x" }, null, wasExpected: true);

        Assert.False(_tries.WasContradicted);
        Assert.False(_tries.MayRunHere);
    }

    [Fact]
    public void Lost_once_it_runs_once_more_and_lost_twice_it_has_failed()
    {
        Assert.Null(_tries.Lost(Request, Nodes.Named(1)));
        Assert.False(_tries.MayAsk(Nodes.Named(1)));

        Assert.Contains("n2", Assert.IsType<InferFailed>(_tries.Lost(Request, Nodes.Named(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_not_be_executed_twice_is_not() =>
        Assert.IsType<InferFailed>(_tries.Lost(Request with { RetryOnFault = false }, Nodes.Named(1)));

    [Fact]
    public void A_node_that_could_not_be_reached_has_run_nothing_and_counts_for_no_try()
    {
        _tries.NotReached(Nodes.Named(1));
        _tries.NotReached(Nodes.Named(1));

        Assert.False(_tries.MayAsk(Nodes.Named(1)));
        Assert.True(_tries.WasLost);
        Assert.Null(_tries.Lost(Request, Nodes.Named(2)));
    }

    [Fact]
    public void After_news_everybody_may_be_asked_again_and_the_time_to_wait_goes_on()
    {
        _tries.Refused(new InferRejected(RejectionReason.ModelNotFound, "no"), Request, Nodes.Named(1), wasExpected: true);
        Assert.Equal(TimeSpan.FromTicks(10), _tries.LeftToWait(100, TimeSpan.FromTicks(10)));

        Assert.True(_tries.StartAgain(100, changes: 1));

        Assert.True(_tries.MayAsk(Nodes.Named(1)));
        Assert.False(_tries.WasContradicted);
        Assert.Equal(TimeSpan.FromTicks(4), _tries.LeftToWait(106, TimeSpan.FromTicks(10)));
    }

    [Fact]
    public void After_news_of_something_else_it_is_asked_again_only_after_some_time()
    {
        var second = TimeSpan.TicksPerSecond;
        _tries.LeftToWait(now: 0, TimeSpan.FromMinutes(1));
        _tries.Refused(new InferRejected(RejectionReason.ModelUnavailable, "no"), Request, Nodes.Named(1), wasExpected: true);

        Assert.False(_tries.StartAgain(second / 2, changes: 0));
        Assert.False(_tries.MayAsk(Nodes.Named(1)));
        Assert.True(_tries.WasContradicted);

        Assert.True(_tries.StartAgain(second, changes: 0));
        Assert.True(_tries.MayAsk(Nodes.Named(1)));

        _tries.Refused(new InferRejected(RejectionReason.ModelUnavailable, "no"), Request, Nodes.Named(1), wasExpected: true);
        Assert.False(_tries.StartAgain(second * 3 / 2, changes: 0));
        Assert.False(_tries.MayAsk(Nodes.Named(1)));
    }
}
