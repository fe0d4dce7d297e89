using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Pool;

namespace NeuronActors.Node.Tests.Pool;

public sealed class PoolAliasSpecs
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("mnist", 1, "mnist__v1_0123456789")]
    [InlineData("a__v7_0123456789", 12, "a__v7_0123456789__v12_0123456789")]
    [InlineData("m", long.MaxValue, "m__v9223372036854775807_0123456789")]
    public void A_name_comes_back_from_what_the_pool_calls_it(string name, long version, string alias)
    {
        var made = PoolAlias.Of(name, version, Hash);

        Assert.Equal(alias, made.Value);
        Assert.Equal(new PoolAlias(name, version), PoolAlias.Parse(made));
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("mnist_v2")]
    [InlineData("mnist__v2")]
    [InlineData("mnist__v2_012345678g")]
    public void What_came_by_other_means_is_version_1_of_its_own_name(string name)
    {
        Assert.False(PoolAlias.TryParse(new ModelName(name), out _));
        Assert.Equal(new PoolAlias(name, 1), PoolAlias.Parse(new ModelName(name)));
    }

    [Fact]
    public void The_longest_name_fits_and_a_longer_one_is_refused()
    {
        var longest = new string('m', PoolAlias.LongestName);

        Assert.Equal(longest, PoolAlias.Parse(PoolAlias.Of(longest, long.MaxValue, Hash)).Name);
        var refused = Assert.Throws<ServingException>(() => PoolAlias.Of(longest + "m", 1, Hash));
        Assert.Contains($"{PoolAlias.LongestName} characters", refused.Message, StringComparison.Ordinal);
    }
}
