namespace NeuronActors.Cluster.Tests;

public sealed class NodeNameSpecs
{
    [Theory]
    [InlineData("n1")]
    [InlineData("10.0.0.7-8091")]
    [InlineData("Rack_2.node-3")]
    public void Names_are_letters_digits_dots_underscores_and_hyphens(string text)
    {
        Assert.True(NodeName.TryParse(text, out var name));
        Assert.Equal(text, name.Value);
        Assert.Equal(new NodeName(text), name);
    }

    [Theory]
    [InlineData("", "1 to 64 characters")]
    [InlineData("n/1", "only letters")]
    [InlineData("-n", "must start with")]
    public void Everything_else_is_refused_with_the_reason(string text, string reason)
    {
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new NodeName(text)).Message, StringComparison.Ordinal);
        Assert.False(NodeName.TryParse(text, out _));
    }

    [Fact]
    public void A_name_has_64_characters_at_most()
    {
        Assert.Equal(64, new NodeName(new string('n', 64)).Value.Length);
        Assert.Throws<ArgumentException>(() => new NodeName(new string('n', 65)));
    }

    [Fact]
    public void Names_are_ordered_as_text()
    {
        Assert.True(new NodeName("n1") < new NodeName("n2"));
        Assert.True(new NodeName("n10") < new NodeName("n2"));
        Assert.True(new NodeName("n2") >= new NodeName("n2"));
    }
}
