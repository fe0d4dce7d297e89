using System.CommandLine;
using System.CommandLine.Parsing;

namespace NeuronActors.Node.CommandLine;

/// <summary>Says what is wrong with a command line: one sentence, what was probably meant, and where help is.</summary>
internal static class UsageError
{
    public static void Write(TextWriter error, ParseResult parsed)
    {
        foreach (var line in Describe(parsed)) error.WriteLine(line);
    }

    private static IEnumerable<string> Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;

        // The first word that is not understood is the mistake. What follows it, the value of an unknown option say, only looks like one.
        if (parsed.UnmatchedTokens is [var word, ..]) yield return Unknown(word, command);
        else foreach (var each in parsed.Errors) yield return TextOf(each);

        var path = command is RootCommand ? "" : $"{command.Name} ";
        yield return $"See: {RootCommand.ExecutableName} {path}--help";
    }

    // What is missing is named as help names it.
    private static string TextOf(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } option => Missing(option.Option),
        ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } => Missing(option.Option),
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult command } argument =>
            $"'{command.Command.Name}' needs a {argument.Argument.Name}: {RootCommand.ExecutableName} {command.Command.Name} <{argument.Argument.Name}>",
        _ => error.Message,
    };

    private static string Missing(Option option) => $"{option.Name} needs a value: {option.Name} <{option.HelpName ?? "value"}>";

    private static string Unknown(string word, Command command)
    {
        var isOption = word.StartsWith('-');
        var known = isOption ? command.Options.Select(option => option.Name) : command.Subcommands.Select(each => each.Name);
        var what = isOption ? "is no option" : command.Subcommands.Count > 0 ? "is no command" : $"is more than '{command.Name}' takes";
        var meant = Suggestion.For(word, known);
        return meant is null ? $"'{word}' {what}." : $"'{word}' {what}. Did you mean '{meant}'?";
    }
}
