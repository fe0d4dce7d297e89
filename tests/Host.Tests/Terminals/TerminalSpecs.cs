using NeuronActors.Node.Terminals;
using Spectre.Console;

namespace NeuronActors.Node.Tests.Terminals;

public sealed class TerminalSpecs
{
    [Theory]
    [InlineData(false, null, null, false)]
    [InlineData(false, "", "xterm-256color", false)]
    [InlineData(true, null, "xterm-256color", true)]
    [InlineData(false, "1", "xterm-256color", true)]
    [InlineData(false, null, "dumb", true)]
    public void Output_is_plain_when_redirected_when_no_colour_is_wanted_or_the_terminal_can_do_no_more(
        bool isRedirected, string? noColor, string? term, bool isPlain) =>
        Assert.Equal(isPlain, Terminal.IsPlain(isRedirected, name => name == "NO_COLOR" ? noColor : term));

    [Fact]
    public void A_plain_line_has_no_escape_code_and_no_space_at_its_end()
    {
        using var output = new StringWriter();

        Terminal.Create(output, isPlain: true).MarkupLine("[bold red]  two  words  [/]");

        Assert.Equal("  two  words\n", output.ToString().ReplaceLineEndings("\n"));
    }
}
