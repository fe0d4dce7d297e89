using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Tests.Terminals;

public sealed class CoreTextSpecs
{
    [Theory]
    [InlineData("none")]
    [InlineData("2", 2)]
    [InlineData("2 and 5", 2, 5)]
    [InlineData("0–3", 0, 1, 2, 3)]
    [InlineData("0, 2, 3, 6–9", 0, 2, 3, 6, 7, 8, 9)]
    public void Cores_of_a_node_are_written_as_runs(string text, params int[] cores) => Assert.Equal(text, CoreText.Of([.. cores]));

    [Fact]
    public void Cores_of_a_pool_are_written_node_by_node() =>
        Assert.Equal("n1/0–3, n2/0, n2/1, n3/5", CoreText.OfPool([("n1", 0), ("n1", 1), ("n1", 2), ("n1", 3), ("n2", 0), ("n2", 1), ("n3", 5)]));
}
