using System.Text.RegularExpressions;
using NeuronActors.Node.Client.Top;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Tests.Client.Top;

public sealed class TopScreenSpecs
{
    private const string Escape = "\u001b";

    [Theory]
    [InlineData(40, 12)]
    [InlineData(60, 24)]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(140, 50)]
    public void A_frame_fits_the_terminal_whatever_its_size(int width, int height)
    {
        var lines = LinesOf(Draw(width, height, cores: 128));

        Assert.InRange(lines.Length, 3, height);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.StartsWith("q quit", lines[^1], StringComparison.Ordinal);
        Assert.Contains("test", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(66)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_core_is_one_line(int width)
    {
        var lines = LinesOf(Draw(width, 40, cores: 4));

        Assert.Equal(4, lines.Count(line => line.Contains(" ready ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(50, 20)]
    [InlineData(80, 24)]
    [InlineData(140, 40)]
    public void A_pool_fits_too_and_names_each_node_once_and_what_is_wrong_with_it(int width, int height)
    {
        var members = new TopMembers();
        var before = TopMembersSpecs.Sample(0, ("n1", true), ("n2", true), ("n3", true));
        members.Take(before);
        var now = TopMembersSpecs.Sample(3, ("n1", true), ("n2", false));

        var lines = LinesOf(Draw(TopFrame.Of(before, now) with { Notes = members.Take(now) }, width, height));

        Assert.InRange(lines.Length, 3, height);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Contains("pool version 7: 2 nodes, 4 cores", lines[0], StringComparison.Ordinal);
        Assert.Single(lines.Skip(1), line => line.TrimStart().StartsWith("n1 ", StringComparison.Ordinal));
        Assert.Single(lines.Skip(1), line => line.TrimStart().StartsWith("n2 ", StringComparison.Ordinal));
        Assert.Contains("n2 cannot be reached", string.Join(' ', lines), StringComparison.Ordinal);
        Assert.Contains("n3 has left the pool, 3 s ago", string.Join(' ', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_screen_is_given_back_with_its_cursor()
    {
        var text = Draw(80, 24, cores: 4);

        Assert.StartsWith($"{Escape}[?1049h{Escape}[?25l", text, StringComparison.Ordinal);
        Assert.EndsWith($"{Escape}[?25h{Escape}[?1049l", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_is_shown_above_what_was_known_last() =>
        Assert.Contains("No node answers", LinesOf(Draw(80, 24, cores: 4, "No node answers."))[1], StringComparison.Ordinal);

    private static string Draw(int width, int height, int cores, string? trouble = null)
    {
        var before = TopFrameSpecs.Sample(0, 0, default, default, cores: cores);
        var frame = TopFrame.Of(before, TopFrameSpecs.Sample(1, 100, new(100, 1_000_000_000), new(100, 500_000), new(100, 800_000_000), cores));
        return Draw(frame, width, height, trouble);
    }

    private static string Draw(TopFrame frame, int width, int height, string? trouble = null)
    {
        using var output = new StringWriter();
        using (var screen = new TopScreen(output, Terminal.Create(output, isPlain: false))) screen.Show(frame, new TopState(), trouble, width, height);
        return output.ToString();
    }

    private static string[] LinesOf(string screen)
    {
        var frame = screen[(screen.IndexOf($"{Escape}[H", StringComparison.Ordinal) + 3)..screen.LastIndexOf($"{Escape}[?25h", StringComparison.Ordinal)];
        return [.. frame.Split("\r\n").Select(line => Regex.Replace(line, $"{Escape}\\[[0-9;?]*[A-Za-z]", "").TrimEnd())];
    }
}
