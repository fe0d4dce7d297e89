using System.Diagnostics;

namespace NeuronActors.Node.Tests;

/// <summary>The built program, run as a process with its output redirected, as a script would.</summary>
internal sealed record NodeProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "neuron-actors.dll");

    /// <summary>Runs it to its end, somewhere else than where it lies.</summary>
    public static Task<NodeProcess> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="RunAsync(string[])"/>
    public static Task<NodeProcess> RunAsync(Dictionary<string, string> environment, params string[] arguments) =>
        RunAsync(Start(environment, arguments), []);

    /// <summary>Runs it until it has written a line that contains a text, and sends it a signal then.</summary>
    public static async Task<NodeProcess> RunUntilAsync(string text, string signal, params string[] arguments)
    {
        var process = Start([], arguments);
        using var patience = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        while (!lines.LastOrDefault("").Contains(text, StringComparison.Ordinal))
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token);
            lines.Add(line ?? throw new InvalidOperationException($"It ended before '{text}'. {await process.StandardError.ReadToEndAsync()}"));
        }

        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(patience.Token);
        return await RunAsync(process, lines);
    }

    private static Process Start(Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;

        return Process.Start(start)!;
    }

    private static async Task<NodeProcess> RunAsync(Process started, List<string> linesSoFar)
    {
        using var process = started;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new NodeProcess(process.ExitCode, string.Join('\n', [.. linesSoFar, await output]), await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"It did not end within {Patience}.");
        }
    }
}
