using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Demo.Claims;
using NeuronActors.Node.Demo.Digits;
using NeuronActors.Node.Demo.Report;
using Spectre.Console;

namespace NeuronActors.Node.Demo;

/// <summary>The demo from start to exit code: what happens is shown as it happens, and every claim is checked.</summary>
internal static class DemoProgram
{
    public static async Task<int> RunAsync(DemoOptions options, IAnsiConsole console, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var claims = ClaimCheck.Of(await ShowAsync(options, console, cancellationToken));
            ClaimView.Write(console, claims);
            return claims.All(claim => claim.Holds) ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (Exception stopped) when (cancellationToken.IsCancellationRequested && (stopped is OperationCanceledException || IsForPeople(stopped)))
        {
            // The host hears of the signal as well, so a call may be refused by a node that goes down before its token is seen.
            await error.WriteLineAsync("Stopped before the end. Nothing is claimed.");
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (IsForPeople(failure))
        {
            await error.WriteLineAsync($"The demo failed. {failure.Message}");
            return ExitCode.Failed;
        }
    }

    private static async Task<DemoResult> ShowAsync(DemoOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        // Before the host starts, because what fails while it starts is told three times by others.
        options.CheckCores(Environment.GetEnvironmentVariable);
        var digits = DigitSet.Read(DemoOptions.DigitsFolder);
        await using var node = await DemoNode.StartAsync(options, cancellationToken);
        var run = new DemoRun(node, options, digits);

        var (model, scene) = await run.LoadAsync(cancellationToken);
        SceneView.Write(console, scene);

        // The first calls of a process compile it; they say nothing about the rest.
        await model.InferAsync(digits.Input(0), cancellationToken);
        await model.InferAsync(digits.Input(0), cancellationToken);
        var classification = await Classification.RunAsync(model, digits, cancellationToken);
        DigitView.Write(console, scene, digits, classification);

        LoadView.WriteHeading(console, scene);
        var (moves, load) = await LiveProgress.RunAsync(console, progress => run.MoveUnderLoadAsync(model, progress, cancellationToken));
        LoadView.Write(console, moves, load);
        return new DemoResult(scene, classification, moves, load);
    }

    // What the machine, the environment or the files are to blame for. Anything else is a defect, and its stack trace is wanted.
    private static bool IsForPeople(Exception failure) =>
        failure is DemoException or NeuronRuntimeException or ModelFileException or VisibleCoresException or PlacementException or InferException
            or InvalidDataException or IOException or UnauthorizedAccessException or Akka.Configuration.ConfigurationException;
}
