using Spectre.Console;

namespace NeuronActors.Node.Terminals;

/// <summary>Consoles to write on: with colour and motion for a person at a terminal, plain lines for everything else.</summary>
internal static class Terminal
{
    /// <summary>Standard output, as rich as what is behind it.</summary>
    public static IAnsiConsole ForOutput() =>
        Create(Console.Out, IsPlain(Console.IsOutputRedirected, Environment.GetEnvironmentVariable));

    /// <summary>A console on the writer of a command: as rich as what is behind standard output if it is that, else plain.</summary>
    public static IAnsiConsole On(TextWriter output) => ReferenceEquals(output, Console.Out) ? ForOutput() : Create(output, isPlain: true);

    /// <summary>Whether nothing but plain lines is wanted: no terminal, <c>NO_COLOR</c> (no-color.org), or a terminal that can do no more.</summary>
    public static bool IsPlain(bool isRedirected, Func<string, string?> environment) =>
        isRedirected
        || !string.IsNullOrEmpty(environment("NO_COLOR"))
        || string.Equals(environment("TERM"), "dumb", StringComparison.Ordinal);

    /// <summary>A console on a writer. A plain one writes no escape code at all.</summary>
    public static IAnsiConsole Create(TextWriter output, bool isPlain)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(isPlain ? new PlainWriter(output) : output) };
        if (isPlain)
        {
            settings.Ansi = AnsiSupport.No;
            settings.ColorSystem = ColorSystemSupport.NoColors;
            settings.Interactive = InteractionSupport.No;

            // They would turn colours on again on build servers.
            settings.Enrichment.UseDefaultEnrichers = false;
        }

        return AnsiConsole.Create(settings);
    }
}
