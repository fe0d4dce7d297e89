using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Tests.Serving.Statistics;

public sealed class BatchRuleSpecs
{
    [Theory]
    [InlineData("-1,4", "-1,2", 7)]
    [InlineData("7,4", "7", 1)]
    [InlineData("7,4", "7,2", 7)]
    [InlineData("-1", "-1", 7)]
    [InlineData("7", "7", 1)]
    [InlineData("-1,4", "4", 1)]
    [InlineData("-1,4", "", 1)]
    [InlineData("", "", 1)]
    public void A_batch_is_what_all_inputs_and_outputs_have_in_front(string input, string output, long items)
    {
        var rule = BatchRule.Of(new SubgraphSignature([Spec("x", input)], [Spec("y", output)]));
        var shape = new TensorShape(Dimensions(input).Select(dimension => dimension < 0 ? 7 : dimension).ToArray());

        Assert.Equal(items, rule.ItemsOf([new NamedTensor("x", new Tensor(ElementType.UInt8, shape, new byte[shape.ElementCount]))]));
    }

    [Fact]
    public void Sums_agree_whatever_the_sizes()
    {
        var statistics = new ModelStatistics(TimeProvider.System);
        Parallel.For(1, 1001, items =>
        {
            statistics.CountSuccess(items, new InferenceTimes(TimeSpan.FromTicks(1), TimeSpan.FromTicks(2), TimeSpan.FromTicks(3)));
            statistics.CountOutput(items, TimeSpan.FromTicks(4));
        });

        var sums = statistics.Snapshot();

        Assert.Equal((1000L, 500_500L), (sums.ExecutionCount, sums.InferenceCount));
        Assert.Equal(new CountedTime(1000, 1_000_000), sums.Success);
        Assert.Equal(new CountedTime(1000, 400_000), sums.ComputeOutput);
        Assert.Equal(256, sums.Batches.Length);
        Assert.Equal(sums.Batches.OrderBy(batch => batch.Size), sums.Batches);
    }

    private static TensorSpec Spec(string name, string dimensions) => new(name, ElementType.UInt8, new TensorShape(Dimensions(dimensions)));

    private static long[] Dimensions(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => long.Parse(each, System.Globalization.CultureInfo.InvariantCulture))];
}
