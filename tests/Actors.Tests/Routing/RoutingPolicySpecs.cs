using CsCheck;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

public sealed class RoutingPolicySpecs
{
    private readonly RoundRobinPolicy _roundRobin = new();
    private readonly LeastOutstandingPolicy _leastOutstanding = new();
    private readonly LeastExpectedWorkPolicy _leastExpectedWork = new();

    /// <summary>Routees as they may be: ready or not, with room or not, with so much in flight, and so fast.</summary>
    private static readonly Gen<Routee[]> Anything =
        from routees in Gen.Select(Gen.Enum<RouteeState>(), Gen.Bool, Gen.Int[0, 3], Gen.Long[0, 3]).Array[0, 6]
        select routees.Select((routee, core) => Make(core, routee.Item1, routee.Item2, routee.Item3, routee.Item4)).ToArray();

    [Fact]
    public void Two_cores_from_the_second_take_their_turns()
    {
        var route = Route(_roundRobin, Routees.On(2), Routees.On(3));

        Assert.Equal(CoreList.Of(2, 3, 2, 3), Take(route, 4));
    }

    [Fact]
    public void A_full_routee_is_passed_over_and_does_not_lose_its_turns_for_good()
    {
        var full = Routees.On(1, capacity: 1);
        var route = Route(_roundRobin, Routees.On(0), full, Routees.On(2));
        full.Lane.TryTakeSlot();

        Assert.Equal(CoreList.Of(0, 2, 0), Take(route, 3));
        full.Lane.ReleaseSlot();
        Assert.Equal(CoreList.Of(1, 2, 0), Take(route, 3));
    }

    [Fact]
    public void When_nobody_can_take_one_none_is_chosen()
    {
        var full = Routees.On(0, capacity: 1);
        full.Lane.TryTakeSlot();

        Assert.Null(Route(_roundRobin, full).TryTake(null));
        Assert.Null(Route(_leastOutstanding, full).TryTake(null));
        Assert.Null(Route(_leastExpectedWork, full).TryTake(null));
        Assert.Null(Route(_roundRobin).TryTake(null));
    }

    [Fact]
    public void A_routee_that_drains_takes_nothing()
    {
        var draining = Routees.On(0);
        draining.State = RouteeState.Draining;
        var route = Route(_roundRobin, draining, Routees.On(1));

        Assert.Equal(CoreList.Of(1, 1), Take(route, 2));
    }

    [Fact]
    public void A_core_to_be_avoided_is_avoided_even_where_it_is_the_only_one() =>
        Assert.Null(Route(_roundRobin, Routees.On(0)).TryTake(new VisibleCoreIndex(0)));

    [Fact]
    public void While_all_can_take_one_no_run_of_requests_is_more_than_one_apart() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[0, 20], Gen.Int[1, 40]).Sample((count, before, length) =>
        {
            var route = Route(_roundRobin, [.. Enumerable.Range(0, count).Select(core => Routees.On(core))]);
            Take(route, before);

            var taken = Take(route, length).CountBy(core => core).Select(pair => pair.Value).ToArray();

            var least = taken.Length < count ? 0 : taken.Min();
            Assert.True(taken.Max() - least <= 1);
        });

    [Fact]
    public void The_rotation_goes_on_whatever_routees_are_taken_out_of_it() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 12], Gen.Int[0, 5].Array[0, 5], Gen.Bool).Sample((count, before, gone, areLost) =>
        {
            var routees = Enumerable.Range(0, count).Select(core => Routees.On(core)).ToArray();
            var route = Route(_roundRobin, routees);
            Take(route, before);
            foreach (var routee in gone.Where(core => core < count).Distinct().Select(core => routees[core]))
            {
                if (areLost) route.Lose(routee);
                else route.Remove(routee);
            }

            var left = route.Routees.ToArray();
            var taken = Take(route, left.Length * 2);

            Assert.Equal(left.SelectMany(routee => routee.Cores).Order(), taken.Take(left.Length).Order());
            Assert.Equal(taken.Take(left.Length), taken.Skip(left.Length));
        });

    [Fact]
    public void The_one_with_the_fewest_in_flight_is_chosen_and_ties_go_round()
    {
        var routees = new[] { Routees.On(0), Routees.On(1), Routees.On(2) };
        routees[0].InFlight = 2;

        Assert.Equal(1, _leastOutstanding.Choose(routees, 0, null));
        Assert.Equal(2, _leastOutstanding.Choose(routees, 2, null));
        routees[1].InFlight = routees[2].InFlight = 3;
        Assert.Equal(0, _leastOutstanding.Choose(routees, 1, null));
    }

    [Fact]
    public void The_one_that_would_be_done_first_is_chosen()
    {
        var (slow, fast) = (Routees.On(0), Routees.On(1));
        slow.ServiceTime.Measured(100);
        fast.ServiceTime.Measured(30);
        fast.InFlight = 2;

        Assert.Equal(1, _leastExpectedWork.Choose([slow, fast], 0, null));
        fast.InFlight = 3;
        Assert.Equal(0, _leastExpectedWork.Choose([slow, fast], 0, null));
    }

    [Fact]
    public void One_that_has_not_been_measured_is_tried_first()
    {
        var (known, unknown) = (Routees.On(0), Routees.On(1));
        known.ServiceTime.Measured(1);
        unknown.InFlight = 5;

        Assert.Equal(1, _leastExpectedWork.Choose([known, unknown], 0, null));
    }

    [Fact]
    public void Each_policy_chooses_what_looking_at_all_of_them_finds() =>
        Gen.Select(Anything, Gen.Int[0, 5], Gen.Int[-1, 5]).Sample((routees, at, avoided) =>
        {
            var cursor = routees.Length == 0 ? 0 : at % routees.Length;
            VisibleCoreIndex? avoid = avoided < 0 ? null : new VisibleCoreIndex(avoided);
            var open = (
                from step in Enumerable.Range(0, routees.Length)
                let index = (cursor + step) % routees.Length
                where routees[index].State == RouteeState.Ready && routees[index].Lane.HasRoom && routees[index].Key.Core != avoid
                select index).ToArray();

            Assert.Equal(open.FirstOrDefault(-1), _roundRobin.Choose(routees, cursor, avoid));
            Assert.Equal(
                open.OrderBy(i => routees[i].InFlight).FirstOrDefault(-1), _leastOutstanding.Choose(routees, cursor, avoid));
            Assert.Equal(
                open.OrderBy(i => (routees[i].InFlight + 1) * routees[i].ServiceTime.Ticks).FirstOrDefault(-1),
                _leastExpectedWork.Choose(routees, cursor, avoid));
        });

    private static SubgraphRoute Route(IRoutingPolicy policy, params Routee[] routees)
    {
        var route = new SubgraphRoute("s0", policy);
        foreach (var routee in routees) route.Add(routee);
        return route;
    }

    private static VisibleCoreIndex[] Take(SubgraphRoute route, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => route.TryTake(null)!.Key.Core)];

    private static Routee Make(int core, RouteeState state, bool isFull, int inFlight, long ticks)
    {
        var routee = Routees.On(core, capacity: isFull ? 0 : 1);
        routee.State = state;
        routee.InFlight = inFlight;
        if (ticks > 0) routee.ServiceTime.Measured(ticks);
        return routee;
    }
}
