using NeuronActors.Cluster.Desired;

namespace NeuronActors.Cluster.Tests.Desired;

public sealed class RefusedStepsSpecs
{
    private static readonly ModelName Other = new("other");

    private readonly RefusedSteps _steps = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void A_node_is_left_in_peace_with_what_it_did_not_do_and_with_nothing_else()
    {
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: true, At(10));

        Assert.True(_steps.Rests(Nodes.Echo, Nodes.Id(1), isLoad: true, At(14)));
        Assert.False(_steps.Rests(Nodes.Echo, Nodes.Id(1), isLoad: true, At(15)));
        Assert.False(_steps.Rests(Nodes.Echo, Nodes.Id(1), isLoad: false, At(11)));
        Assert.False(_steps.Rests(Nodes.Echo, Nodes.Id(2), isLoad: true, At(11)));
        Assert.False(_steps.Rests(Other, Nodes.Id(1), isLoad: true, At(11)));
    }

    [Fact]
    public void A_node_stands_in_for_nobody_for_a_minute_after_its_last_failure()
    {
        Assert.False(_steps.HasRefused(Nodes.Echo, Nodes.Id(1), At(0)));
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: true, At(10));

        Assert.True(_steps.HasRefused(Nodes.Echo, Nodes.Id(1), At(69)));
        Assert.False(_steps.HasRefused(Nodes.Echo, Nodes.Id(1), At(70)));
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: true, At(71));
        Assert.True(_steps.HasRefused(Nodes.Echo, Nodes.Id(1), At(72)));
    }

    [Fact]
    public void How_long_a_node_could_not_counts_from_the_first_failure_however_long_the_tries_take()
    {
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: true, At(10));
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: true, At(610));

        Assert.True(_steps.HasRefusedFor(TimeSpan.FromSeconds(600), Nodes.Echo, Nodes.Id(1), At(610)));
        Assert.False(_steps.HasRefusedFor(TimeSpan.FromSeconds(601), Nodes.Echo, Nodes.Id(1), At(610)));
    }

    [Fact]
    public void An_unload_that_failed_says_nothing_about_loads()
    {
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: false, At(10));

        Assert.False(_steps.HasRefused(Nodes.Echo, Nodes.Id(1), At(11)));
        Assert.False(_steps.HasRefusedFor(TimeSpan.Zero, Nodes.Echo, Nodes.Id(1), At(11)));
    }

    [Fact]
    public void It_is_forgotten_when_the_node_has_done_it_or_ends_and_with_a_change_of_the_model()
    {
        AssertForgotten(() => _steps.Forget(Nodes.Echo, Nodes.Id(1), isLoad: true));
        AssertForgotten(() => _steps.Keep(id => id == Nodes.Id(1, life: 2)));
        AssertForgotten(() => _steps.Forget(Nodes.Echo));
        AssertForgotten(_steps.Clear);
    }

    [Fact]
    public void What_ends_elsewhere_changes_nothing()
    {
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: true, At(10));

        _steps.Forget(Nodes.Echo, Nodes.Id(1), isLoad: false);
        _steps.Keep(id => id == Nodes.Id(1));
        _steps.Forget(Other);

        Assert.True(_steps.HasRefused(Nodes.Echo, Nodes.Id(1), At(11)));
    }

    private static long At(int seconds) => TimeSpan.FromSeconds(seconds).Ticks;

    private void AssertForgotten(Action end)
    {
        _steps.Note(Nodes.Echo, Nodes.Id(1), isLoad: true, At(10));
        end();
        Assert.False(_steps.HasRefused(Nodes.Echo, Nodes.Id(1), At(11)));
    }
}
