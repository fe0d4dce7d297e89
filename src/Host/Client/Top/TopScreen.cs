using System.Text;
using Spectre.Console;

namespace NeuronActors.Node.Client.Top;

/// <summary>
/// The whole screen of a terminal: the other page of it, so that what was there before is there again afterwards. Every frame is drawn in one
/// write, line for line over the last one, cut to the size that the terminal has at that moment.
/// </summary>
internal sealed class TopScreen : IDisposable
{
    private const string Enter = "\u001b[?1049h\u001b[?25l";
    private const string Leave = "\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string ClearLine = "\u001b[K";
    private const string ClearBelow = "\u001b[J";
    private const string Keys = "q quit   ↑↓ cores   r reverse   p pause   s sort: ";

    private readonly TextWriter _output;
    private readonly IAnsiConsole _like;

    /// <param name="output">The terminal.</param>
    /// <param name="like">A console on it; what that can do is made use of.</param>
    public TopScreen(TextWriter output, IAnsiConsole like)
    {
        (_output, _like) = (output, like);
        _output.Write(Enter);
        _output.Flush();
    }

    public void Show(TopFrame frame, TopState state, string? trouble, int width, int height)
    {
        using var text = new StringWriter();
        TopView.Write(ConsoleOn(text, width), frame, state, height, trouble);
        var lines = text.ToString().TrimEnd('\n').Split('\n').Take(Math.Max(1, height - 1));
        var screen = new StringBuilder(Home);
        foreach (var line in lines) screen.Append(line.TrimEnd('\r')).Append(ClearLine).Append("\r\n");
        var keys = Keys + SortText(state);
        screen.Append(ClearBelow).Append(keys.AsSpan(0, Math.Min(keys.Length, Math.Max(0, width - 1))));
        _output.Write(screen.ToString());
        _output.Flush();
    }

    public void Dispose()
    {
        _output.Write(Leave);
        _output.Flush();
    }

    private static string SortText(TopState state) => $"{(state.Sort == TopSort.InFlight ? "in flight" : state.Sort.ToString().ToLowerInvariant())}{(state.IsReversed ? " ↺" : "")}";

    private IAnsiConsole ConsoleOn(TextWriter text, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = (ColorSystemSupport)_like.Profile.Capabilities.ColorSystem,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Math.Max(20, width);
        console.Profile.Capabilities.Unicode = _like.Profile.Capabilities.Unicode;
        return console;
    }
}
