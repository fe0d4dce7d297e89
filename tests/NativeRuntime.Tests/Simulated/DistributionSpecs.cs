using CsCheck;
using NeuronActors.NativeRuntime.Simulated.Durations;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

public sealed class DistributionSpecs
{
    private static readonly Gen<TimeSpan> Durations = Gen.Long[0, TimeSpan.TicksPerHour].Select(ticks => new TimeSpan(ticks));

    private static readonly Gen<Distribution> Plain = Gen.OneOf(
        Durations.Select(Distribution.Constant),
        Gen.Select(Durations, Durations, (a, b) => a < b ? Distribution.Uniform(a, b) : Distribution.Uniform(b, a)),
        Gen.Select(Durations, Durations, Distribution.Normal),
        Durations.Select(Distribution.Exponential));

    private static readonly Gen<Distribution> Any = Gen.OneOf(
        Plain,
        Gen.Select(Gen.Double[0.01, 0.99], Plain, Plain, (weight, a, b) => Distribution.Mixture((weight, a), (1 - weight, b))));

    [Theory]
    [InlineData("5ms", "5ms", 5)]
    [InlineData("0", "0ms", 0)]
    [InlineData(" 1.5 S ", "1500ms", 1500)]
    [InlineData("2min", "120000ms", 120_000)]
    [InlineData("250us", "0.25ms", 0.25)]
    [InlineData("1200ns", "0.0012ms", 0.0012)]
    [InlineData("uniform(1ms,3ms)", "uniform(1ms,3ms)", 2)]
    [InlineData("Exponential( 5ms )", "exponential(5ms)", 5)]
    [InlineData("normal(5ms,1ms)", "normal(5ms,1ms)", 5.0000)]
    [InlineData("normal(0ms,1ms)", "normal(0ms,1ms)", 0.3989)]
    [InlineData("normal(5ms,0ms)", "normal(5ms,0ms)", 5)]
    [InlineData("mixture(0.95:3ms,0.05:43ms)", "mixture(0.95:3ms,0.05:43ms)", 5)]
    [InlineData("mixture(0.5:uniform(1ms,3ms), 0.5:mixture(1:4ms))", "mixture(0.5:uniform(1ms,3ms),0.5:mixture(1:4ms))", 3)]
    public void A_text_gives_a_distribution_and_its_mean(string text, string canonical, double meanMilliseconds)
    {
        var distribution = Distribution.Parse(text);

        Assert.Equal(canonical, distribution.ToString());
        Assert.Equal(meanMilliseconds, distribution.Mean.TotalMilliseconds, 0.0001);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5ms")]
    [InlineData("ms")]
    [InlineData("5 parsecs")]
    [InlineData("99999999999999999999min")]
    [InlineData("uniform(3ms,1ms)")]
    [InlineData("uniform(3ms)")]
    [InlineData("uniform(1ms,3ms")]
    [InlineData("gamma(1ms,3ms)")]
    [InlineData("exponential()")]
    [InlineData("mixture()")]
    [InlineData("mixture(0.5:1ms)")]
    [InlineData("mixture(1.5:1ms,-0.5:2ms)")]
    [InlineData("mixture(NaN:1ms)")]
    [InlineData("mixture(1ms,2ms)")]
    public void A_text_that_is_none_is_refused_by_name(string text)
    {
        var refusal = Assert.Throws<FormatException>(() => Distribution.Parse(text));

        Assert.Contains($"'{text}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_distribution_gives_it_back()
    {
        Any.Sample(distribution => Distribution.Parse(distribution.ToString()).ToString() == distribution.ToString());
    }

    [Fact]
    public void Samples_are_never_negative_and_their_average_is_the_mean()
    {
        const int Samples = 20_000;
        Gen.Select(Any, Gen.Long).Sample(
            (distribution, seed) =>
            {
                var random = new RandomStream(seed);
                var samples = Enumerable.Range(0, Samples).Select(_ => (double)distribution.Sample(random).Ticks).ToArray();

                // Six standard errors: once in five hundred million.
                var average = samples.Average();
                var tolerance = 1 + 6 * Math.Sqrt(samples.Sum(sample => (sample - average) * (sample - average)) / Samples / Samples);
                return samples.Min() >= 0 && Math.Abs(average - distribution.Mean.Ticks) <= tolerance + 1e-6 * distribution.Mean.Ticks;
            },
            iter: 100);
    }

    [Fact]
    public void One_seed_gives_the_same_numbers_and_parts_of_it_give_others()
    {
        Assert.Equal(Draw(new RandomStream(7)), Draw(new RandomStream(7)));
        Assert.NotEqual(Draw(new RandomStream(7)), Draw(new RandomStream(8)));
        Assert.Equal(Draw(RandomStream.For(7, part: 1)), Draw(RandomStream.For(7, part: 1)));
        Assert.NotEqual(Draw(RandomStream.For(7, part: 1)), Draw(RandomStream.For(7, part: 2)));
    }

    [Fact]
    public void Threads_share_one_row_of_numbers()
    {
        const int Draws = 10_000;
        var alone = new RandomStream(1);
        var expected = Enumerable.Range(0, 4 * Draws).Select(_ => alone.NextDouble()).Order().ToArray();
        var shared = new RandomStream(1);
        var drawn = new double[4][];

        Parallel.For(0, 4, thread => drawn[thread] = [.. Enumerable.Range(0, Draws).Select(_ => shared.NextDouble())]);

        Assert.Equal(expected, drawn.SelectMany(numbers => numbers).Order());
    }

    [Fact]
    public void A_sleep_of_no_time_returns_at_once_and_sleeps_add_up()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        PreciseSleep.For(TimeSpan.Zero);
        PreciseSleep.For(TimeSpan.FromTicks(-1));
        for (var i = 0; i < 20; i++) PreciseSleep.For(TimeSpan.FromMicroseconds(500));

        // Less what an earlier sleep of this thread may have been too long.
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(10 - 1.1), TimeSpan.MaxValue);
    }

    private static double[] Draw(RandomStream random) => [.. Enumerable.Range(0, 5).Select(_ => random.NextDouble())];
}
