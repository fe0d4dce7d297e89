using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Tests.CommandLine;

public sealed class SuggestionSpecs
{
    private static readonly string[] Commands = ["demo", "serve", "doctor", "cores", "move", "top"];

    [Theory]
    [InlineData("dmeo", "demo")]
    [InlineData("server", "serve")]
    [InlineData("docter", "doctor")]
    [InlineData("core", "cores")]
    [InlineData("mvoe", "move")]
    public void A_word_with_a_slip_of_the_finger_is_recognised(string word, string meant) =>
        Assert.Equal(meant, Suggestion.For(word, Commands));

    [Theory]
    [InlineData("zebra")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("deploy")]
    public void A_word_that_is_like_none_gets_no_suggestion(string word) => Assert.Null(Suggestion.For(word, Commands));

    [Theory]
    [InlineData("demo", "demo", 0)]
    [InlineData("", "demo", 4)]
    [InlineData("dmeo", "demo", 1)]
    [InlineData("serve", "solve", 2)]
    public void Distance_counts_letters_added_left_out_replaced_and_swapped(string from, string to, int distance) =>
        Assert.Equal(distance, Suggestion.Distance(from, to));
}
