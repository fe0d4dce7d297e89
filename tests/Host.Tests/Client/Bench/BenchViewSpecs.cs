using NeuronActors.Node.Client.Bench;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Tests.Client.Bench;

public sealed class BenchViewSpecs
{
    [Theory]
    [InlineData(50, 4)]
    [InlineData(80, 7)]
    [InlineData(120, 7)]
    public void Latencies_are_one_line_each_with_as_many_columns_as_fit(int width, int columns)
    {
        var lines = Draw(width);

        var head = Assert.Single(lines, line => line.Contains("p50", StringComparison.Ordinal));
        Assert.Equal(columns + 1, head.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("28.1 ms", Assert.Single(lines, line => line.Contains("  results ", StringComparison.Ordinal) && line.Contains("ms", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("39.3 ms", Assert.Single(lines, line => line.Contains("refusals", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    private static string[] Draw(int width)
    {
        using var output = new StringWriter();
        var console = Terminal.Create(output, isPlain: true);
        console.Profile.Width = width;
        BenchView.Write(console, new BenchReport
        {
            Model = "mnist",
            Mode = "closed",
            Concurrency = 2,
            Seconds = 2,
            Sent = 2,
            Answered = 1,
            PerSecond = 0.5,
            LatencyMs = new(22.12, 21.10, 24.25, 26.28, 27.98, 28.08, 28.1),
            Refused = [new("overloaded", 1, "The queue is full.")],
            RefusalLatencyMs = new(22.12, 21.10, 24.25, 26.28, 27.98, 28.08, 39.3),
            Cores = [new("0", "n1", 1)],
        });
        return [.. output.ToString().Split('\n').Select(line => line.TrimEnd())];
    }
}
