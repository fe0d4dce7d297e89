using NeuronActors.Node.Client.Top;

namespace NeuronActors.Node.Tests.Client.Top;

public sealed class TopStateSpecs
{
    [Theory]
    [InlineData(ConsoleKey.Q)]
    [InlineData(ConsoleKey.Escape)]
    public void Q_ends_it(ConsoleKey key) => Assert.True(After(key).IsOver);

    [Fact]
    public void Arrows_scroll_and_never_above_the_first() =>
        Assert.Equal((0, 2, 1), (After(ConsoleKey.UpArrow).Top, After(ConsoleKey.DownArrow, ConsoleKey.DownArrow).Top, After(ConsoleKey.DownArrow, ConsoleKey.DownArrow, ConsoleKey.UpArrow).Top));

    [Fact]
    public void S_goes_round_what_there_is_to_sort_by_and_left_goes_back()
    {
        var all = Enum.GetValues<TopSort>().Length;

        Assert.Equal(TopSort.Busy, After(ConsoleKey.S).Sort);
        Assert.Equal(TopSort.Core, After([.. Enumerable.Repeat(ConsoleKey.S, all)]).Sort);
        Assert.Equal(TopSort.Memory, After(ConsoleKey.LeftArrow).Sort);
    }

    [Fact]
    public void The_busiest_comes_first_and_last_when_reversed()
    {
        ImmutableArray<TopFrame.CoreRow> cores = [new(0, "ready", "") { Busy = 0.1 }, new(1, "ready", "") { Busy = 0.9 }];

        Assert.Equal([1, 0], After(ConsoleKey.S).Order(cores).Select(core => core.Index));
        Assert.Equal([0, 1], After(ConsoleKey.S, ConsoleKey.R).Order(cores).Select(core => core.Index));
    }

    [Fact]
    public void P_stops_and_goes_on() => Assert.Equal((true, false), (After(ConsoleKey.P).IsPaused, After(ConsoleKey.P, ConsoleKey.Spacebar).IsPaused));

    private static TopState After(params ConsoleKey[] keys) =>
        keys.Aggregate(new TopState(), (state, key) => state.After(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: false)));
}
