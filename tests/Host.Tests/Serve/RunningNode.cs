using System.Diagnostics;

namespace NeuronActors.Node.Tests.Serve;

/// <summary>The built program serving, as a process.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Task<string> _error;

    private RunningNode(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where its REST is.</summary>
    public Uri Http => new(Line("REST"));

    /// <summary>Where its gRPC is.</summary>
    public Uri Grpc => new(Line("gRPC"));

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<RunningNode> StartAsync(string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "neuron-actors.dll"), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        var node = new RunningNode(Process.Start(start)!);
        try
        {
            await node.UntilOutputAsync("Ready: ");
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }

        return node;
    }

    /// <summary>What it said at its start behind a word: where it listens.</summary>
    public string Line(string word) => _lines.Select(line => line.Split($"  {word}  ", StringSplitOptions.TrimEntries)).Single(parts => parts.Length == 2)[1];

    /// <summary>Reads what it says until a line has a text.</summary>
    public async Task UntilOutputAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!_lines.LastOrDefault("").Contains(text, StringComparison.Ordinal))
        {
            var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
            _lines.Add(line ?? throw new InvalidOperationException($"It ended before '{text}'. {await _error}"));
        }
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Sends it a signal and waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync(string signal)
    {
        await SignalAsync(signal);
        var (code, output) = await EndedAsync();
        return (code, output, await _error);
    }

    /// <summary>Waits for its end, which is on its way.</summary>
    public async Task<(int ExitCode, string Output)> EndedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var rest = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, string.Join('\n', [.. _lines, rest]));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
