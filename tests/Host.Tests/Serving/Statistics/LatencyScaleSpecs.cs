using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Tests.Serving.Statistics;

public sealed class LatencyScaleSpecs
{
    [Fact]
    public void Every_time_is_in_a_bucket_whose_end_is_at_most_a_tenth_above_it()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var time = new TimeSpan((long)Math.Pow(10, random.NextDouble() * 9));
            var end = LatencyScale.UpperEnd(LatencyScale.IndexOf(time));
            Assert.InRange(end.Ticks, time.Ticks, (long)Math.Ceiling(time.Ticks * 1.1) + 1);
        }
    }

    [Fact]
    public void Ends_grow_and_each_is_in_its_own_bucket()
    {
        for (var index = 0; index < LatencyScale.Buckets - 1; index++)
        {
            Assert.Equal(index, LatencyScale.IndexOf(LatencyScale.UpperEnd(index)));
            Assert.Equal(index + 1, LatencyScale.IndexOf(LatencyScale.UpperEnd(index) + new TimeSpan(1)));
        }
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.0025)]
    [InlineData(0.05)]
    [InlineData(1)]
    [InlineData(25)]
    public void Boundaries_that_people_use_are_ends_of_buckets(double seconds)
    {
        var bound = TimeSpan.FromSeconds(seconds);
        Assert.Equal(bound, LatencyScale.UpperEnd(LatencyScale.IndexOf(bound)));
    }

    [Fact]
    public void What_is_longer_than_the_scale_is_counted_in_the_last_bucket()
    {
        Assert.Equal(LatencyScale.Buckets - 1, LatencyScale.IndexOf(TimeSpan.FromHours(3)));
        Assert.Equal(0, LatencyScale.IndexOf(TimeSpan.FromTicks(-5)));
    }

    [Fact]
    public void Quantiles_are_those_of_the_counts()
    {
        var counts = new long[LatencyScale.Buckets];
        for (var ms = 1; ms <= 100; ms++) counts[LatencyScale.IndexOf(TimeSpan.FromMilliseconds(ms))]++;
        var latencies = new LatencyCounts([.. counts]);

        Assert.Equal(TimeSpan.FromMilliseconds(50), latencies.Quantile(0.5));
        Assert.Equal(TimeSpan.FromMilliseconds(99), latencies.Quantile(0.99));
        Assert.Equal(TimeSpan.FromMilliseconds(100), latencies.Quantile(1));
        Assert.Equal(10, latencies.UpTo(TimeSpan.FromMilliseconds(10)));
        Assert.Null(latencies.Since(latencies).Quantile(0.5));
        Assert.Equal(200, latencies.Plus(latencies).Total);
    }
}
