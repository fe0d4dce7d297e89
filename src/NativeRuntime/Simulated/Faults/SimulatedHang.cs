using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Simulated.Faults;

/// <summary>
/// Holds the executions, or the loads, of a core: those that begin while it is open block until it ends. It ends once, in one of two ways:
/// <see cref="Release"/> lets them go on and succeed, as after a hiccup; <see cref="TimeOut"/> fails them with
/// <see cref="NeuronStatus.Timeout"/>, as a device's time-out does. Thread-safe.
/// </summary>
public sealed class SimulatedHang : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<NeuronStatus?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private int _held;

    internal SimulatedHang()
    {
    }

    /// <summary>How many calls it has held so far; those it has let go are among them.</summary>
    public int Held
    {
        get
        {
            lock (_gate) return _held;
        }
    }

    internal bool IsOver => _end.Task.IsCompleted;

    /// <summary>Completes when it has held <paramref name="count"/> calls: what a test waits for instead of sleeping.</summary>
    public Task WhenHeld(int count)
    {
        lock (_gate)
        {
            if (_held >= count) return Task.CompletedTask;

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>Lets the held calls go on, and later ones pass; without effect once it has ended.</summary>
    public void Release() => _end.TrySetResult(null);

    /// <summary>
    /// Fails the held calls with <see cref="NeuronStatus.Timeout"/>, and lets later ones pass; without effect once it has ended.
    /// </summary>
    public void TimeOut() => _end.TrySetResult(NeuronStatus.Timeout);

    /// <summary>The same as <see cref="Release"/>.</summary>
    public void Dispose() => Release();

    /// <summary>Blocks the call; the status it fails with, or null when it may go on.</summary>
    internal NeuronStatus? Hold()
    {
        lock (_gate)
        {
            _held++;
            foreach (var (count, reached) in _waiters)
            {
                if (count <= _held) reached.TrySetResult();
            }

            _waiters.RemoveAll(waiter => waiter.Count <= _held);
        }

#pragma warning disable RS0030 // Blocking is what a call that hangs does.
        return _end.Task.GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
