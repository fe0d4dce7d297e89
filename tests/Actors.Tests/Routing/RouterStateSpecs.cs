using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

public sealed class RouterStateSpecs
{
    private readonly FakeInbox _inbox = new();

    private FakeTimeProvider Time => _inbox.Time;

    [Fact]
    public void Two_cores_from_the_second_answer_in_turn_and_start_again_after_a_change()
    {
        var (a, b) = (Lane(2, 10), Lane(3, 10));
        var router = Router(10, a, b);

        Assert.Equal(CoreList.Of(2, 3, 2), Infer(3));
        router.Hold("s0");
        router.Release("s0", [.. CoreList.Of(2, 3)], null, heldStill: false);
        Assert.Equal(CoreList.Of(2, 3), Infer(2));
        router.Release("s0", [.. CoreList.Of(3, 2)], null, heldStill: false);
        Assert.Equal(CoreList.Of(3, 2), Infer(2));

        VisibleCoreIndex[] Infer(int times)
        {
            var cores = new VisibleCoreIndex[times];
            for (var i = 0; i < times; i++)
            {
                var request = Accept(router, i);
                (a.Queued > 0 ? a : b).RunNext();
                _inbox.DeliverAll(router);
                cores[i] = Completed(request).Cores.Single();
            }

            return cores;
        }
    }

    [Fact]
    public void A_queue_of_none_lets_run_what_can_run_at_once()
    {
        var lane = Lane(0, 1);
        var router = Router(0, lane);
        var runs = Accept(router, 1);
        var refused = Accept(router, 2);

        Assert.Equal("The queue of model 'm' holds 0 requests and is full.", Refused(refused, RejectionReason.QueueFull).Message);
        lane.RunNext();
        _inbox.DeliverAll(router);
        Completed(runs);
        var next = Accept(router, 3);
        Assert.Equal(1, lane.Queued);
        Assert.False(next.IsAnswered);
    }

    [Fact]
    public void A_second_try_waits_for_the_other_core_and_lets_those_behind_it_pass()
    {
        var (bad, good) = (Lane(0, 1), Lane(1, 1));
        var router = Router(10, bad, good);
        var unlucky = Accept(router, 1);
        Accept(router, 2);
        var behind = Accept(router, 3);

        bad.RunNext(_ => throw new NeuronRuntimeException(RuntimeErrorKind.Unknown, "execute", "who knows"));
        _inbox.DeliverAll(router);

        Assert.Equal(1, router.Counters.Retried);
        bad.RunNext();
        _inbox.DeliverAll(router);
        Assert.Equal(CoreList.Of(0), Completed(behind).Cores);
        Assert.False(unlucky.IsAnswered);
        good.RunNext();
        _inbox.DeliverAll(router);
        good.RunNext();
        _inbox.DeliverAll(router);
        Assert.Equal(CoreList.Of(1), Completed(unlucky).Cores);
    }

    [Fact]
    public void A_request_that_was_taken_back_on_its_way_is_counted_once()
    {
        var router = Router(10, Lane(0, 1));
        var request = Routees.Request(1);
        using var source = new CancellationTokenSource();
        source.Cancel();
        request.CancelWith(_inbox, source.Token);
        _inbox.Post(state => state.Accept(request));
        _inbox.DeliverAll(router);

        Refused(request, RejectionReason.Cancelled);
        Assert.Equal(1, router.Counters.Rejected(RejectionReason.Cancelled));
    }

    [Fact]
    public void A_routee_that_gives_too_few_outputs_fails_the_request_and_nothing_else()
    {
        var lane = Lane(0, 1);
        var router = Router(10, lane);
        var wrong = Accept(router, 1);
        var subgraph = (FakeSubgraph)router.Routes[0].Routees[0].Subgraph;
        subgraph.GivesNothing = true;
        lane.RunNext();
        _inbox.DeliverAll(router);

        var failed = Assert.IsType<InferFailed>(AnswerOf(wrong));
        Assert.Equal("execute of m/s0 on NeuronCore 0 failed: it gave 0 outputs, and its signature has 1", failed.Message);
        subgraph.GivesNothing = false;
        var right = Accept(router, 2);
        lane.RunNext();
        _inbox.DeliverAll(router);
        Completed(right);
    }

    [Fact]
    public void Three_of_a_rotation_can_leave_it_while_requests_come_in()
    {
        var lanes = Enumerable.Range(0, 4).Select(core => Lane(core, 10)).ToArray();
        var router = Router(10, lanes);
        for (var i = 0; i < 3; i++) Accept(router, i);
        foreach (var lane in lanes.Take(3)) lane.RunNext();
        _inbox.DeliverAll(router);
        router.Hold("s0");
        foreach (var lane in lanes[1..]) router.Remove(new ReplicaKey(Routees.Model, "s0", lane.Core));

        var request = Accept(router, 4);

        lanes[0].RunNext();
        Assert.Equal(CoreList.Of(0), Completed(request).Cores);
    }

    [Fact]
    public void What_has_passed_its_deadline_is_answered_and_not_executed()
    {
        var lane = Lane(0, 1);
        var router = Router(10, lane);
        var executed = new List<long>();
        ((FakeSubgraph)router.Routes[0].Routees[0].Subgraph).OnExecute = executed.Add;
        var sent = Accept(router, 1, Deadline.After(TimeSpan.FromMilliseconds(5), Time));
        var waiting = Accept(router, 2, Deadline.After(TimeSpan.FromMilliseconds(5), Time));
        Assert.True(router.HasDeadlines);
        Time.Advance(TimeSpan.FromMilliseconds(5));

        lane.RunNext();
        router.ExpireAt(Clock.Now(Time));
        _inbox.DeliverAll(router);

        Refused(sent, RejectionReason.DeadlineExceeded);
        Refused(waiting, RejectionReason.DeadlineExceeded);
        Refused(Accept(router, 3, Deadline.After(TimeSpan.Zero, Time)), RejectionReason.DeadlineExceeded);
        Assert.Empty(executed);
        Assert.Equal(3, router.Counters.Rejected(RejectionReason.DeadlineExceeded));
        Assert.False(router.HasDeadlines);
    }

    [Fact]
    public void A_deadline_out_of_reach_is_refused_on_arrival_but_never_when_something_is_idle()
    {
        var lane = Lane(0, 10);
        var router = Router(10, lane);
        router.Routes[0].ServiceTime.Measured(TimeSpan.FromMilliseconds(10).Ticks);
        var within = Deadline.After(TimeSpan.FromMilliseconds(15), Time);

        Assert.False(Accept(router, 1, within).IsAnswered);
        var refused = Refused(Accept(router, 2, within), RejectionReason.DeadlineExceeded);

        Assert.Equal("The deadline is 15 ms away, and by the present pace an answer takes 20 ms.", refused.Message);
        Assert.False(Accept(router, 3, Deadline.After(TimeSpan.FromMilliseconds(20), Time)).IsAnswered);
    }

    [Fact]
    public void What_waits_when_the_last_replica_does_not_come_back_is_refused_with_the_reason()
    {
        var router = Router(10);
        router.Hold("s0");
        var request = Accept(router, 1);
        Assert.False(request.IsAnswered);

        router.Release("s0", [], "its core melted", heldStill: true);
        Assert.False(request.IsAnswered);
        router.Release("s0", [], "its core melted", heldStill: false);

        Assert.Equal("Subgraph 's0' of model 'm' has no replica: its core melted.", Refused(request, RejectionReason.ModelUnavailable).Message);
    }

    [Fact]
    public void When_the_router_goes_away_everything_that_is_left_is_answered()
    {
        var router = Router(10, Lane(0, 1));
        var (sent, waiting) = (Accept(router, 1), Accept(router, 2));

        router.AnswerAll(_ => Refusals.Stopped(Routees.Model));

        Refused(sent, RejectionReason.ModelUnavailable);
        Refused(waiting, RejectionReason.ModelUnavailable);
        Assert.Equal(0, router.Outstanding);
    }

    [Fact]
    public void Whatever_happens_every_request_is_answered_once_and_nothing_is_left() =>
        Gen.Select(
                Gen.Int[0, 2],
                Gen.Int[1, 4],
                Gen.Int[1, 3],
                Gen.Int[0, 4],
                Gen.Select(Gen.Int[0, 25], Gen.Int[0, 59], Gen.Int[0, 24]).Array[0, 150])
            .Sample(
                (policy, cores, laneCapacity, queueCapacity, script) =>
                {
                    var world = new RouterWorld(Policy(policy), cores, laneCapacity, queueCapacity);
                    foreach (var (what, who, how) in script) world.Play(what, who, how);
                    world.Finish();
                },
                iter: 4_000);

    private static IRoutingPolicy Policy(int which) =>
        which switch { 0 => new RoundRobinPolicy(), 1 => new LeastOutstandingPolicy(), _ => new LeastExpectedWorkPolicy() };

    private static FakeLane Lane(int core, int capacity) => new(new VisibleCoreIndex(core), capacity);

    private static InferAnswer AnswerOf(PendingInfer request)
    {
        var answer = request.Answer;
        Assert.True(answer.IsCompleted, "It has not been answered.");
        return answer.GetAwaiter().GetResult();
    }

    private static InferCompleted Completed(PendingInfer request) => Assert.IsType<InferCompleted>(AnswerOf(request));

    private static InferRejected Refused(PendingInfer request, RejectionReason reason)
    {
        var rejected = Assert.IsType<InferRejected>(AnswerOf(request));
        Assert.Equal(reason, rejected.Reason);
        return rejected;
    }

    private static PendingInfer Accept(RouterState router, long number, Deadline deadline = default)
    {
        var request = Routees.Request(number, deadline, subgraph: "s0");
        router.Accept(request);
        return request;
    }

    private RouterState Router(int queueCapacity, params FakeLane[] lanes)
    {
        var router = new RouterState(
            Routees.Model, ["s0"], new RoundRobinPolicy(), new RouterLimits(queueCapacity), _inbox, new ModelCounters(), Time);
        router.Serve(InferPlan.OfSubgraph(0, FakeSubgraph.Identity), [FakeSubgraph.Identity]);
        foreach (var lane in lanes) router.Admit(Routees.On(lane));
        return router;
    }
}
