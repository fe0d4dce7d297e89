using NeuronActors.Node.Demo;
using NeuronActors.Node.Demo.Claims;
using NeuronActors.Node.Demo.Digits;
using NeuronActors.Node.Demo.Report;
using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Tests.Demo.Report;

public sealed class ReportSpecs
{
    private const char Escape = '\u001b';

    private static readonly DemoResult Result = DemoResults.Sound();

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_plain_report_has_no_escape_code_and_fits_the_width(int width)
    {
        var text = Render(width, isPlain: true);

        Assert.DoesNotContain(Escape, text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void A_terminal_gets_colours() => Assert.Contains($"{Escape}[", Render(80, isPlain: false), StringComparison.Ordinal);

    [Theory]
    [InlineData("4 of 4 right in 20.0 ms, 200 per second.")]
    [InlineData("SetMulticore() took 10.0 ms: (2, 2) on 2 and 3 → (0, 4) on 0–3")]
    [InlineData("before 40,001 20,000 250 µs 1.50 ms 23.4 ms 1.3 s")]
    [InlineData("91,077 requests in 10.0 s: 0 failed, 0 answered twice, 0 lost.")]
    [InlineData("✓ Every request got exactly one answer.")]
    [InlineData("All 9 claims hold")]
    public void What_a_person_wants_to_know_is_there(string text)
    {
        var words = string.Join(' ', Render(80, isPlain: true).Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains(text, words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_core_that_did_nothing_has_no_bar()
    {
        var lines = Render(80, isPlain: true).Split('\n');

        Assert.Contains("     0        –                          10,000   ██████████", lines);
    }

    [Fact]
    public void A_narrow_terminal_gets_the_moves_as_a_list()
    {
        var text = Render(50, isPlain: true);

        Assert.Contains("SetMulticore()\n    2 replicas added\n    took 10.0 ms, longest answer 1.3 s\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_is_not_so_is_named_with_what_was_found()
    {
        using var output = new StringWriter();
        var console = Plain(output, 120);

        ClaimView.Write(console, ClaimCheck.Of(Result with { Load = Result.Load with { Duplicated = 1 } }));

        Assert.Contains("✗ Every request got exactly one answer. Not so: 1 second answers came.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 9 claims are not so.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_one_line_a_step_where_nothing_can_move()
    {
        using var output = new StringWriter();

        var result = await LiveProgress.RunAsync(Plain(output, 80), progress =>
        {
            foreach (var (text, done) in new[] { ("serving on 2 and 3", 0.0), ("serving on 2 and 3", 0.1), ("SetMulticore()", 0.2) })
            {
                progress.Report(new DemoStep(text, done));
            }

            return Task.FromResult(5);
        });

        Assert.Equal(5, result);
        Assert.Equal("  serving on 2 and 3 …\n  SetMulticore() …\n\n", output.ToString().ReplaceLineEndings("\n"));
    }

    private static string Render(int width, bool isPlain)
    {
        using var output = new StringWriter();
        var console = isPlain ? Plain(output, width) : AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        SceneView.Write(console, Result.Scene);
        DigitView.Write(console, Result.Scene, DigitSet.Read(DemoOptions.DigitsFolder), Result.Digits);
        LoadView.WriteHeading(console, Result.Scene);
        LoadView.Write(console, Result.Moves, Result.Load);
        ClaimView.Write(console, ClaimCheck.Of(Result));
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static IAnsiConsole Plain(StringWriter output, int width)
    {
        var console = Terminal.Create(output, isPlain: true);
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
