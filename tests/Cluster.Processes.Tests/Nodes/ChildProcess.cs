using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>A process of which every line is kept. It never outlives this one, however this one ends in order.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ChildProcess, bool> Running = new();

    private readonly Process _process;
    private readonly string _name;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly Task _reading;
    private TaskCompletionSource _more = NewSignal();
    private bool _hasEnded;

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Keys) process.Kill();
    };

    private ChildProcess(Process process, string name)
    {
        (_process, _name) = (process, name);
        _reading = ReadAllAsync();
        Running[this] = true;
    }

    /// <summary>What it has said so far, standard output and error as they came.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(
        string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment ?? ImmutableDictionary<string, string>.Empty) start.Environment[variable] = value;
        return new ChildProcess(Process.Start(start)!, name);
    }

    /// <summary>The first line that is meant, once it is there.</summary>
    /// <param name="isMeant">Whether a line is it.</param>
    /// <param name="what">What is waited for.</param>
    /// <param name="patience">How long at most.</param>
    /// <param name="after">So many lines are passed over: what was said before something happened.</param>
    /// <exception cref="InvalidOperationException">The process ended before, or took too long; with all that it said.</exception>
    public async Task<string> LineAsync(Predicate<string> isMeant, string what, TimeSpan patience, int after = 0)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_lines.Skip(after).FirstOrDefault(said => isMeant(said)) is { } line) return line;
                if (_hasEnded) throw new InvalidOperationException($"{_name} ended before it said {what}:\n{string.Join('\n', _lines)}");
                more = _more.Task;
            }

            var left = patience - Stopwatch.GetElapsedTime(begun);
            try
            {
                await more.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
            catch (TimeoutException)
            {
                throw new InvalidOperationException($"{_name} did not say {what} within {patience.TotalSeconds} s:\n{string.Join('\n', Lines)}");
            }
        }
    }

    /// <summary>Sends it a signal by its name: TERM, STOP, CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL, now.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Waits for its end and for its last line.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan patience)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
            await _reading.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"{_name} did not end within {patience.TotalSeconds} s:\n{string.Join('\n', Lines)}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        Running.TryRemove(this, out _);
    }

    private async Task ReadAllAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        Add(null);
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line) Add(line);
    }

    private void Add(string? line)
    {
        TaskCompletionSource reached;
        lock (_lock)
        {
            if (line is null) _hasEnded = true;
            else _lines.Add($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line}");
            (reached, _more) = (_more, NewSignal());
        }

        reached.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
