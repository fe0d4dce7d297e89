using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NeuronActors.Node.CommandLine;

/// <summary>Help as usual, then examples: a command's own, or one of every command.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    /// <summary>Puts it in the place of a command's usual help, for all commands below it.</summary>
    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var asked = parseResult.CommandResult.Command;
        string[] examples = asked is NodeCommand command ? [command.Example, .. command.MoreExamples] : [.. asked.Subcommands.OfType<NodeCommand>().Select(each => each.Example)];
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Length == 1 ? "Example:" : "Examples:");
        foreach (var each in examples) output.WriteLine($"  {RootCommand.ExecutableName} {each}");
        return code;
    }
}
