using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Tests.Client.Answers;

public sealed class LatencyBucketsSpecs
{
    private static readonly LatencyBuckets Hundred = new([new(1_000_000, 50), new(2_000_000, 49), new(80_000_000, 1)]);

    [Fact]
    public void A_quantile_is_the_end_of_the_bucket_that_holds_it() =>
        Assert.Equal([1, 2, 2, 80], ((double[])[0.5, 0.51, 0.99, 1]).Select(part => Hundred.QuantileMs(part)!.Value));

    [Fact]
    public void Nothing_has_no_quantile() => Assert.Null(new LatencyBuckets([]).QuantileMs(0.5));

    [Fact]
    public void Of_an_interval_only_what_came_in_it_counts()
    {
        var now = new LatencyBuckets([new(1_000_000, 50), new(2_000_000, 52), new(30_000_000, 7), new(80_000_000, 1)]);

        Assert.Equal([new(2_000_000, 3), new(30_000_000, 7)], now.Since(Hundred).Buckets.AsEnumerable());
        Assert.Equal(Hundred.Buckets.AsEnumerable(), Hundred.Since(null).Buckets);
    }

    [Fact]
    public void Counts_that_began_anew_all_count()
    {
        var fewer = new LatencyBuckets([new(1_000_000, 3), new(2_000_000, 49), new(80_000_000, 1)]);
        var without = new LatencyBuckets([new(1_000_000, 60)]);

        Assert.Equal(3, fewer.Since(Hundred).Buckets[0].Count);
        Assert.Equal(60, without.Since(Hundred).Buckets[0].Count);
    }
}
