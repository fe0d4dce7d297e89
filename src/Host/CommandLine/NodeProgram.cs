using System.CommandLine;
using System.CommandLine.Invocation;
using NeuronActors.Node.Client;
using NeuronActors.Node.Demo;
using NeuronActors.Node.Doctor;
using NeuronActors.Node.Inspect;
using NeuronActors.Node.Serve;

namespace NeuronActors.Node.CommandLine;

/// <summary>The program: finds the command that is meant, runs it, and says by its exit code how that went.</summary>
internal static class NodeProgram
{
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Runs it with other writers in the place of standard output and standard error.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = Root();
        var parsed = root.Parse(args);
        var invocation = new InvocationConfiguration { Output = output, Error = error };
        if (parsed.Action is not ParseErrorAction)
        {
            invocation.ProcessTerminationTimeout = (parsed.CommandResult.Command as NodeCommand)?.TerminationTime;
            return await parsed.InvokeAsync(invocation);
        }

        // Who mistypes a word wants to hear which; who gives none wants to see what there is.
        if (args.Length == 0) await root.Parse("--help").InvokeAsync(invocation);
        else UsageError.Write(error, parsed);
        return ExitCode.Usage;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("An actor runtime for AWS NeuronCores on Akka.NET: place, route, run and move models while they serve.")
        {
            new ServeCommand(),
            new DemoCommand(),
            new DoctorCommand(),
            new InspectCommand(),
        };
        foreach (var command in ClientCommands.All()) root.Add(command);
        HelpWithExamples.Install(root);
        return root;
    }
}
