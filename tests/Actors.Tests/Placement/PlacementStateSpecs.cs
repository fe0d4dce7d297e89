using CsCheck;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Placement;

namespace NeuronActors.Tests.Placement;

public sealed class PlacementStateSpecs
{
    private const int Visible = 5;

    [Fact]
    public void The_subgraphs_of_a_model_are_placed_one_after_the_other()
    {
        var state = new PlacementState(visibleCount: 3);
        var model = Model("pair", 2);

        var (moves, ranges, refusal) = state.Plan(model.Subgraphs, -1, 2);

        Assert.Null(refusal);
        Assert.Equal(new[] { new NcRange(0, 2), new NcRange(1, 2) }, ranges);
        Assert.Equal(["s0", "s1"], moves.Select(move => move.Subgraph));
        Assert.Equal(CoreList.Of(0, 1), moves[0].To);
        Assert.Equal(CoreList.Of(1, 2), moves[1].To);
    }

    [Fact]
    public void A_subgraph_that_is_moved_does_not_stand_in_its_own_way()
    {
        var state = new PlacementState(visibleCount: 2);
        var (mover, other) = (Model("mover", 1), Model("other", 1));
        PutOn(mover.Subgraphs[0], 0);
        PutOn(other.Subgraphs[0], 1);
        state.Add(mover);
        state.Add(other);

        var (moves, ranges, _) = state.Plan(mover.Subgraphs, -1, -1);

        Assert.Equal(new NcRange(0, 1), Assert.Single(ranges));
        Assert.Empty(moves[0].TouchedCores);
    }

    [Fact]
    public void The_other_subgraphs_of_the_same_model_do_count()
    {
        var state = new PlacementState(visibleCount: 2);
        var model = Model("pair", 2);
        PutOn(model.Subgraphs[0], 0);
        PutOn(model.Subgraphs[1], 1);
        state.Add(model);

        Assert.Equal(new NcRange(1, 1), Assert.Single(state.Plan([model.Subgraphs[1]], -1, -1).Ranges));
    }

    [Fact]
    public void Use_is_counted_where_a_running_change_is_going_to_leave_a_model()
    {
        var state = new PlacementState(visibleCount: 2);
        var (leaving, comer) = (Model("leaving", 1), Model("comer", 1));
        PutOn(leaving.Subgraphs[0], 0);
        leaving.Subgraphs[0].Planned = [.. CoreList.Of(1)];
        state.Add(leaving);

        Assert.Equal(new NcRange(0, 1), Assert.Single(state.Plan(comer.Subgraphs, -1, -1).Ranges));
    }

    [Fact]
    public void A_range_with_a_core_out_of_service_is_refused_and_names_it()
    {
        var state = new PlacementState(visibleCount: 4);
        state.SetInService(new VisibleCoreIndex(2), false);

        var (moves, ranges, refusal) = state.Plan(Model("m", 1).Subgraphs, 1, 3);

        Assert.Empty(moves);
        Assert.Empty(ranges);
        Assert.Equal(new PlacementRejected(PlacementRejection.CoreUnavailable, "NeuronCore 2 of (1, 3) is out of service."), refusal);
    }

    [Theory]
    [InlineData(-1, "None of the 2 visible NeuronCores is in service.")]
    [InlineData(1, "None of the 2 visible NeuronCores is in service.")]
    [InlineData(2, "There are no 2 NeuronCores in a row that are all in service.")]
    public void Where_no_cores_are_left_a_choice_is_refused(int ncCount, string why)
    {
        var state = new PlacementState(visibleCount: 2);
        state.SetInService(new VisibleCoreIndex(0), false);
        state.SetInService(new VisibleCoreIndex(1), false);

        Assert.Equal(new PlacementRejected(PlacementRejection.CoreUnavailable, why), state.Plan(Model("m", 1).Subgraphs, -1, ncCount).Refusal);
    }

    [Fact]
    public void A_model_without_subgraphs_is_left_alone()
    {
        var (moves, ranges, refusal) = new PlacementState(visibleCount: 1).Plan(Model("empty", 0).Subgraphs, -1, -1);

        Assert.Empty(moves);
        Assert.Empty(ranges);
        Assert.Null(refusal);
    }

    [Fact]
    public void A_model_is_healed_onto_what_is_left_and_back_again()
    {
        var state = new PlacementState(visibleCount: 3);
        var (model, neighbour) = (Model("m", 1), Model("n", 1));
        Load(state, model, new NcRange(0, 1));
        Load(state, neighbour, new NcRange(1, 1));
        Assert.False(state.NeedsHealing(model));

        state.SetInService(new VisibleCoreIndex(0), false);
        PutOn(model.Subgraphs[0]);

        Assert.True(state.NeedsHealing(model));
        var away = state.PlanHealing(model).Single();
        Assert.Equal(CoreList.Of(2), away.To);
        PutOn(model.Subgraphs[0], 2);
        Assert.False(state.NeedsHealing(model));

        state.SetInService(new VisibleCoreIndex(0), true);

        Assert.True(state.NeedsHealing(model));
        Assert.Equal(CoreList.Of(0), state.PlanHealing(model).Single().To);
    }

    [Fact]
    public void A_model_that_has_never_been_loaded_is_not_healed()
    {
        var state = new PlacementState(visibleCount: 1);
        var model = Model("m", 1);
        Load(state, model, new NcRange(0, 1));
        model.IsLoaded = false;
        PutOn(model.Subgraphs[0]);

        Assert.False(state.NeedsHealing(model));
    }

    [Fact]
    public void Whatever_is_loaded_a_model_is_healed_onto_cores_in_service_and_onto_its_own_where_it_can() =>
        Gen.Select(Gen.Bool.Array[Visible], Gen.Select(Gen.Int[0, Visible - 1], Gen.Int[1, Visible]).Array[1, 3], Gen.Int[0, Visible - 1]).Sample(
            (inService, wanted, neighbourCore) =>
            {
                var state = new PlacementState(Visible);
                var (model, neighbour) = (Model("m", wanted.Length), Model("n", 1));
                for (var i = 0; i < wanted.Length; i++)
                {
                    var (start, count) = wanted[i];
                    model.Subgraphs[i].Range = new NcRange(start, Math.Min(count, Visible - start));
                }

                PutOn(neighbour.Subgraphs[0], neighbourCore);
                state.Add(model);
                state.Add(neighbour);
                for (var i = 0; i < Visible; i++) state.SetInService(new VisibleCoreIndex(i), inService[i]);

                var moves = state.PlanHealing(model);

                Assert.Equal(model.Subgraphs.Select(subgraph => subgraph.Name), moves.Select(move => move.Subgraph));
                foreach (var (move, subgraph) in moves.Zip(model.Subgraphs))
                {
                    Assert.All(move.To, core => Assert.True(inService[core.Value]));
                    Assert.Equal(move.To.Length, move.To.Distinct().Count());
                    Assert.Empty(subgraph.Range.Cores.Where(core => inService[core.Value]).Except(move.To));
                    Assert.Equal(Math.Min(subgraph.Range.NcCount, inService.Count(up => up)), move.To.Length);
                }
            });

    private static PlacedModel Model(string name, int subgraphs) =>
        new(
            new ModelName(name),
            new ModelPackage($"/{name}", name, [.. Enumerable.Range(0, subgraphs).Select(i => new SubgraphFile($"s{i}", $"/s{i}", SubgraphFormat.Simulated))]));

    private static void Load(PlacementState state, PlacedModel model, NcRange range)
    {
        foreach (var subgraph in model.Subgraphs)
        {
            subgraph.Range = range;
            subgraph.Planned = subgraph.Cores = range.Cores;
        }

        model.IsLoaded = true;
        state.Add(model);
    }

    private static void PutOn(PlacedSubgraph subgraph, params ReadOnlySpan<int> cores) =>
        subgraph.Planned = subgraph.Cores = [.. CoreList.Of(cores)];
}
