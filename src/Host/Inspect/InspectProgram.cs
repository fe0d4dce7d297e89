using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Inspection;
using NeuronActors.Node.CommandLine;
using Spectre.Console;

namespace NeuronActors.Node.Inspect;

/// <summary>Reads a model file and shows it, for people or for programs.</summary>
internal static class InspectProgram
{
    /// <summary>The exit code: 0, or 1 for a file that cannot be read.</summary>
    public static int Run(string file, bool asJson, TextWriter output, TextWriter error, Func<IAnsiConsole> console)
    {
        try
        {
            var model = ModelInspection.Read(file);
            if (asJson) output.WriteLine(InspectJson.Of(model));
            else InspectView.Write(console(), model);
            return ExitCode.Ok;
        }
        catch (ModelFileException flaw)
        {
            if (asJson) output.WriteLine(InspectJson.OfError(flaw.Message));
            else error.WriteLine(flaw.Message);
            return ExitCode.Failed;
        }
    }
}
