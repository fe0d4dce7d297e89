using CsCheck;
using NeuronActors.Placement;

namespace NeuronActors.Tests.Placement;

public sealed class PlacementChangeSpecs
{
    private const string A = "a";
    private const string B = "b";

    private static readonly Gen<ImmutableArray<VisibleCoreIndex>> Places =
        from order in Gen.Shuffle(Enumerable.Range(0, 6).ToArray())
        from count in Gen.Int[0, 4]
        select CoreList.Of(order.AsSpan(0, count)).ToImmutableArray();

    private static readonly Gen<ImmutableArray<SubgraphMove>> Moves =
        from places in Gen.Select(Places, Places).Array[1, 3]
        select places.Select((place, i) => new SubgraphMove($"s{i}", place.Item1, place.Item2)).ToImmutableArray();

    private static readonly Gen<MovePolicy> Policies = Gen.Enum<MovePolicy>();

    [Fact]
    public void A_replica_is_drained_and_unloaded_and_then_loaded_elsewhere()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0], [2]));
        world.Drained(A, 0);
        world.Unloaded(A, 0);
        Assert.Empty(world.Change.Cores(A));
        world.Loaded(A, 2);

        Assert.Equal(["hold a", "drain a 0", "unload a 0", "load a 2", "verify", "ended"], world.Log);
        Assert.Equal(CoreList.Of(2), world.Change.Cores(A));
        Assert.Null(world.Change.Failure);
    }

    [Fact]
    public void With_memory_for_both_the_new_replica_comes_first()
    {
        var world = Begin(MovePolicy.LoadThenUnload, Move(A, [0], [2]));
        world.Loaded(A, 2);
        Assert.Equal(CoreList.Of(0, 2), world.Change.Cores(A));
        world.Drained(A, 0);
        world.Unloaded(A, 0);

        Assert.Equal(["hold a", "load a 2", "drain a 0", "unload a 0", "verify", "ended"], world.Log);
        Assert.Equal(CoreList.Of(2), world.Change.Cores(A));
    }

    [Fact]
    public void Two_replicas_are_moved_one_at_a_time()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0, 1], [2, 3]));
        world.PlayToTheEnd();

        Assert.Equal(
            ["hold a", "drain a 0", "unload a 0", "load a 2", "drain a 1", "unload a 1", "load a 3", "verify", "ended"], world.Log);
    }

    [Fact]
    public void New_replicas_are_loaded_side_by_side_and_may_come_in_any_order()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0], [0, 1, 2]));
        Assert.Equal(["hold a", "load a 1", "load a 2"], world.Log);
        world.Loaded(A, 2);
        Assert.False(world.HasEnded);
        world.Loaded(A, 1);

        Assert.True(world.HasEnded);
        Assert.Equal(CoreList.Of(0, 2, 1), world.Change.Cores(A));
    }

    [Fact]
    public void All_subgraphs_are_held_before_the_first_is_touched()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0], [1]), Move(B, [1], [0]));

        Assert.Equal(["hold a", "hold b", "drain a 0"], world.Log);
        world.PlayToTheEnd();
        Assert.Equal(
            ["hold a", "hold b", "drain a 0", "unload a 0", "load a 1", "drain b 1", "unload b 1", "load b 0", "verify", "ended"], world.Log);
    }

    [Fact]
    public void A_change_that_changes_nothing_ends_at_once()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0, 1], [1, 0]));

        Assert.Equal(["hold a", "verify", "ended"], world.Log);
    }

    [Fact]
    public void After_a_load_that_failed_the_replica_goes_back()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0], [2]));
        world.Drained(A, 0);
        world.Unloaded(A, 0);
        world.LoadFailed(A, 2);
        world.Loaded(A, 0);

        Assert.Equal(["hold a", "drain a 0", "unload a 0", "load a 2", "load a 0", "ended"], world.Log);
        Assert.True(world.Change.IsRestored);
        Assert.Equal(
            new StepFailure(PlacementStep.Load, RuntimeErrorKind.OutOfResources, "no memory", new VisibleCoreIndex(2)), world.Change.Failure);
    }

    [Fact]
    public void Subgraphs_that_were_moved_before_the_failure_go_back_too()
    {
        var world = Begin(MovePolicy.LoadThenUnload, Move(A, [0], [1]), Move(B, [1], [2]));
        world.Loaded(A, 1);
        world.Drained(A, 0);
        world.Unloaded(A, 0);
        world.LoadFailed(B, 2);
        world.PlayToTheEnd();

        Assert.Equal(["load b 2", "load a 0", "drain a 1", "unload a 1", "ended"], world.Log[^5..]);
        Assert.True(world.Change.IsRestored);
    }

    [Fact]
    public void What_runs_beside_a_failure_ends_before_the_way_back_begins()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [], [0, 1]));
        world.LoadFailed(A, 0);
        Assert.False(world.HasEnded);
        world.Loaded(A, 1);
        world.PlayToTheEnd();

        Assert.Equal(["hold a", "load a 0", "load a 1", "drain a 1", "unload a 1", "ended"], world.Log);
        Assert.True(world.Change.IsRestored);
    }

    [Fact]
    public void A_drain_that_takes_too_long_leaves_the_model_where_it_is()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0], [2]));
        world.TimeOut(A, 0);

        Assert.Equal(["hold a", "drain a 0", "timeout a 0", "readmit a 0", "ended"], world.Log);
        Assert.True(world.Change.IsRestored);
        Assert.Equal("Drain of 'a' on NeuronCore 0 did not end within 1 s", world.Change.Failure!.Message);
        Assert.Equal(RuntimeErrorKind.TimedOut, world.Change.Failure.Kind);
    }

    [Fact]
    public void A_load_that_takes_too_long_is_abandoned()
    {
        var world = Begin(MovePolicy.LoadThenUnload, Move(A, [0], [2]));
        world.TimeOut(A, 2);

        Assert.Equal(["hold a", "load a 2", "timeout a 2", "abandon a 2", "ended"], world.Log);
        Assert.True(world.Change.IsRestored);
    }

    [Fact]
    public void An_unload_that_takes_too_long_costs_its_core()
    {
        var world = Begin(MovePolicy.LoadThenUnload, Move(A, [0], [2]));
        world.Loaded(A, 2);
        world.Drained(A, 0);
        world.TimeOut(A, 0);
        world.PlayToTheEnd();

        Assert.Equal(["timeout a 0", "give up 0", "load a 0", "lost 0", "ended"], world.Log[^5..]);
        Assert.False(world.Change.IsRestored);
        Assert.Equal(CoreList.Of(2), world.Change.Cores(A));
    }

    [Fact]
    public void A_new_replica_that_is_lost_before_the_old_one_is_gone_leaves_the_old_one()
    {
        var world = Begin(MovePolicy.LoadThenUnload, Move(A, [0], [2]));
        world.Loaded(A, 2);
        world.Lose(new VisibleCoreIndex(2));

        Assert.Equal(["load a 2", "drain a 0", "lost 2", "readmit a 0", "ended"], world.Log[^5..]);
        Assert.True(world.Change.IsRestored);
        Assert.Equal(RuntimeErrorKind.DeviceFault, world.Change.Failure!.Kind);
    }

    [Fact]
    public void A_core_that_is_lost_while_it_is_drained_needs_no_unload()
    {
        var world = Begin(MovePolicy.UnloadThenLoad, Move(A, [0], [2]));
        world.Lose(new VisibleCoreIndex(0));
        world.Loaded(A, 2);

        Assert.Equal(["hold a", "drain a 0", "lost 0", "load a 2", "verify", "ended"], world.Log);
        Assert.Null(world.Change.Failure);
    }

    [Fact]
    public void An_unload_that_was_asked_for_goes_on_after_a_failure()
    {
        var world = new ChangeWorld([Move(A, [0], []), Move(B, [1], [])], MovePolicy.UnloadThenLoad, mayGoBack: false);
        world.Change.Start();
        world.Drained(A, 0);
        world.TimeOut(A, 0);
        world.Drained(B, 1);
        world.Unloaded(B, 1);

        Assert.Equal(["timeout a 0", "give up 0", "drain b 1", "unload b 1", "ended"], world.Log[^5..]);
        Assert.Empty(world.Change.Cores(A));
        Assert.Empty(world.Change.Cores(B));
    }

    [Fact]
    public void What_must_not_take_effect_in_the_end_is_undone()
    {
        var world = new ChangeWorld([Move(A, [], [0])], MovePolicy.UnloadThenLoad, refusesInTheEnd: true);
        world.Change.Start();
        world.Loaded(A, 0);
        world.PlayToTheEnd();

        Assert.Equal(["hold a", "load a 0", "verify", "drain a 0", "unload a 0", "ended"], world.Log);
        Assert.Equal(RuntimeErrorKind.UnsupportedModel, world.Change.Failure!.Kind);
        Assert.True(world.Change.IsRestored);
    }

    [Fact]
    public void Whatever_happens_a_change_keeps_its_promises() =>
        Gen.Select(Moves, Policies, Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true))), Gen.Select(Gen.Int[0, 18], Gen.Int[0, 11]).Array[0, 40])
            .Sample(
                (moves, policy, refuses, script) =>
                {
                    var world = new ChangeWorld(moves, policy, refusesInTheEnd: refuses);
                    world.Change.Start();
                    foreach (var (what, who) in script) world.Play(what, who);
                    world.PlayToTheEnd();
                    world.CheckEnd();
                },
                iter: 8_000);

    [Fact]
    public void Whatever_happens_an_unload_goes_on_to_its_end() =>
        Gen.Select(Moves, Policies, Gen.Select(Gen.Int[0, 18], Gen.Int[0, 11]).Array[0, 40]).Sample(
            (moves, policy, script) =>
            {
                ImmutableArray<SubgraphMove> away = [.. moves.Select(move => move with { To = [] })];
                var world = new ChangeWorld(away, policy, mayGoBack: false);
                world.Change.Start();
                foreach (var (what, who) in script) world.Play(what, who);
                world.PlayToTheEnd();
                world.CheckEnd();

                // A drain that took too long leaves its replica; nothing else does.
                Assert.DoesNotContain(world.Log, asked => asked.StartsWith("load", StringComparison.Ordinal));
                var readmitted = world.Log.Count(asked => asked.StartsWith("readmit", StringComparison.Ordinal));
                Assert.True(away.Sum(move => world.Change.Cores(move.Subgraph).Count) <= readmitted);
            },
            iter: 3_000);

    [Fact]
    public void With_one_failure_and_nothing_lost_the_model_is_always_restored() =>
        Gen.Select(Moves, Policies, Gen.Int[0, 30], Gen.Bool, Gen.Int[0, 11].Array[30]).Sample(
            (moves, policy, failAt, byTimeout, order) =>
            {
                var world = new ChangeWorld(moves, policy);
                world.Change.Start();
                for (var i = 0; i < 30; i++)
                {
                    if (i == failAt) world.FailOne(order[i], byTimeout);
                    else world.Play(0, order[i]);
                }

                world.PlayToTheEnd();
                world.CheckEnd();
                if (world.Change.Failure is null || world.Lost.Count > 0) return;

                Assert.False(world.FailedOnTheWayBack, string.Join(", ", world.Log));
                Assert.True(world.Change.IsRestored);
                Assert.All(moves, move => Assert.True(world.Change.Cores(move.Subgraph).ToHashSet().SetEquals(move.From)));
            },
            iter: 4_000);

    private static SubgraphMove Move(string subgraph, int[] from, int[] to) => new(subgraph, [.. CoreList.Of(from)], [.. CoreList.Of(to)]);

    private static ChangeWorld Begin(MovePolicy policy, params ImmutableArray<SubgraphMove> moves)
    {
        var world = new ChangeWorld(moves, policy);
        world.Change.Start();
        return world;
    }
}
