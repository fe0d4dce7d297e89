using System.Diagnostics;
using NeuronActors.Node.Metrics;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>What cores did since the last look.</summary>
internal sealed class CoreLoads
{
    private readonly Dictionary<int, (double Busy, double Executed)> _last = [];
    private long _lastAt;

    /// <summary>For each core its load, from 0 to 1, and its executions per second.</summary>
    public ImmutableArray<(double Load, double Rate)> Take(long timestamp, NodeMoment seen, RuntimeReading runtime)
    {
        var elapsed = _lastAt == 0 ? 0 : Stopwatch.GetElapsedTime(_lastAt, timestamp).TotalSeconds;
        _lastAt = timestamp;
        return [.. seen.Cores.Select(core => Next(core.Status.Core.Index.Value, elapsed, runtime))];
    }

    private (double Load, double Rate) Next(int core, double elapsed, RuntimeReading runtime)
    {
        var now = (Busy: runtime.OfCore("neuron.core.busy", core), Executed: runtime.OfCore("neuron.core.executed", core));
        var before = _last.GetValueOrDefault(core, now);
        _last[core] = now;

        // An execution counts when it ends, so a long one fills the second of its end more than it can hold.
        return elapsed > 0 ? (Math.Clamp((now.Busy - before.Busy) / elapsed, 0, 1), (now.Executed - before.Executed) / elapsed) : (0, 0);
    }
}
