using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

public sealed class PrioritySpecs
{
    private readonly FakeInbox _inbox = new();

    [Fact]
    public void What_waits_goes_by_priority_and_within_one_as_it_came()
    {
        var lane = new FakeLane(new VisibleCoreIndex(0), 1);
        var router = Router(lane, queueCapacity: 10);
        Accept(router, 0);
        int[] levels = [0, 9, 1, 5, 0, 1, 2];

        var requests = levels.Select(level => Accept(router, level)).ToArray();

        int[] expected = [2, 5, 6, 0, 3, 4, 1];
        lane.RunNext();
        foreach (var next in expected)
        {
            _inbox.DeliverAll(router);
            lane.RunNext();
            Assert.True(requests[next].IsAnswered, $"Number {next} was to be next.");
        }

        _inbox.DeliverAll(router);
        Assert.Equal(0, router.Outstanding);
    }

    [Fact]
    public void One_that_leaves_leaves_its_level_in_order()
    {
        var list = new WaitingList();
        var (a, b, c) = (Pending(2), Pending(2), Pending(7));
        foreach (var request in (PendingInfer[])[a, b, c]) list.Add(request);

        list.Remove(b);
        var d = Pending(2);
        list.Add(d);
        list.Remove(a);
        list.Remove(d);
        var e = Pending(2);
        list.AddAgain(e);

        Assert.Same(e, list.First);
        Assert.Same(c, e.Next);
        Assert.Same(c, list.Last);
        Assert.Equal((2, 1, 2), (list.Count, list.CountAhead(new InferPriority(2)), list.CountAhead(new InferPriority(9))));
    }

    [Fact]
    public void A_full_queue_refuses_whatever_the_priority()
    {
        var lane = new FakeLane(new VisibleCoreIndex(0), 1);
        var router = Router(lane, queueCapacity: 1);
        Accept(router, 0);
        Accept(router, 9);

        var first = Accept(router, 1);

        Assert.True(first.IsAnswered);
        Assert.Equal(1, router.Counters.Rejected(RejectionReason.QueueFull));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(9, 9)]
    [InlineData(10, 9)]
    [InlineData(int.MaxValue, 9)]
    public void Zero_is_the_middle_and_what_is_beyond_the_last_level_counts_as_that(int given, int level) =>
        Assert.Equal(level, new InferPriority(given).Level);

    [Fact]
    public void The_default_is_the_middle_and_negative_is_none()
    {
        Assert.Equal(new InferPriority(0), default);
        Assert.True(new InferPriority(1) < default(InferPriority));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InferPriority(-1));
    }

    private static PendingInfer Pending(int level) =>
        new(Routees.Model, [new NamedTensor("x", Tensor.From([1L]))], null, default, retryOnFault: true) { Priority = new InferPriority(level) };

    private static PendingInfer Accept(RouterState router, int level)
    {
        var request = Pending(level);
        router.Accept(request);
        return request;
    }

    private RouterState Router(FakeLane lane, int queueCapacity)
    {
        var router = new RouterState(
            Routees.Model, ["s0"], new RoundRobinPolicy(), new RouterLimits(queueCapacity), _inbox, new ModelCounters(), _inbox.Time);
        router.Serve(InferPlan.OfSubgraph(0, FakeSubgraph.Identity), [FakeSubgraph.Identity]);
        router.Admit(Routees.On(lane));
        return router;
    }
}
