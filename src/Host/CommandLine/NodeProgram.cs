using System.CommandLine;
using System.CommandLine.Invocation;
using NeuronActors.Node.Demo;
using NeuronActors.Node.Doctor;
using NeuronActors.Node.Inspect;
using NeuronActors.Node.Serve;

namespace NeuronActors.Node.CommandLine;

/// <summary>The program: finds the command that is meant, runs it, and says by its exit code how that went.</summary>
internal static class NodeProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Root();
        var parsed = root.Parse(args);
        if (parsed.Action is not ParseErrorAction)
        {
            var time = (parsed.CommandResult.Command as NodeCommand)?.TerminationTime;
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = time });
        }

        // Who mistypes a word wants to hear which; who gives none wants to see what there is.
        if (args.Length == 0) await root.Parse("--help").InvokeAsync();
        else UsageError.Write(Console.Error, parsed);
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
        HelpWithExamples.Install(root);
        return root;
    }
}
