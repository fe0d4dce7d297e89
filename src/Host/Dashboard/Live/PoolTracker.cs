using System.Diagnostics;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>Makes of the pool as it is, and as it was, what the page shows. Not thread-safe.</summary>
internal sealed class PoolTracker
{
    // After this time whoever watches knows that a node is gone, or a new one has taken its place.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    // Nodes say every other second what they have done; over less than some of those a rate would jump.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Node, int Core), Queue<(long At, long Executed)>> _executed = [];

    /// <summary>Takes what is known of the pool now.</summary>
    /// <param name="at">The moment, in milliseconds since 1970.</param>
    /// <param name="timestamp">The same as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="table">The cores of the pool.</param>
    public PoolMoment Next(long at, long timestamp, CoreTableView table)
    {
        var states = table.Pool!.Nodes.ToDictionary(node => node.Name.Value, node => node.State);
        var cores = table.Cores.Where(core => core.Place is not null).ToLookup(core => core.Place!.Node.Value);
        var names = cores.Select(node => node.Key).Union(states.Keys).ToArray();
        foreach (var name in names) _seen[name] = at;
        foreach (var gone in _executed.Keys.Where(core => !names.Contains(core.Node)).ToArray()) _executed.Remove(gone);
        return new PoolMoment(table.Pool.Version, [.. names.Select(NodeOf)], Lost(at));

        PoolMoment.Node NodeOf(string name) => new(
            name,
            StateOf(states.TryGetValue(name, out var state) ? state : PoolNodeState.Unreachable, cores[name]),
            name == table.Node,
            [.. cores[name].Select(core => (core, RateOf(name, core.Status, timestamp)))]);
    }

    private static string StateOf(PoolNodeState state, IEnumerable<CoreView> cores) =>
        (cores.Any(core => !core.Place!.IsReachable) ? PoolNodeState.Unreachable : state).ToString().ToLowerInvariant();

    private ImmutableArray<(string Name, long At)> Lost(long at)
    {
        foreach (var name in _seen.Where(seen => at - seen.Value > Remembered.TotalMilliseconds).Select(seen => seen.Key).ToArray()) _seen.Remove(name);
        return [.. _seen.Where(seen => seen.Value < at).OrderBy(seen => seen.Key, StringComparer.Ordinal).Select(seen => (seen.Key, seen.Value))];
    }

    private double RateOf(string node, CoreStatus core, long timestamp)
    {
        var key = (node, core.Core.Index.Value);
        if (!_executed.TryGetValue(key, out var moments)) _executed[key] = moments = new();

        // A count that went back is that of a new life of the node.
        if (moments.Count > 0 && moments.Last().Executed > core.Executed) moments.Clear();
        moments.Enqueue((timestamp, core.Executed));
        while (moments.Count > 2 && Stopwatch.GetElapsedTime(moments.Peek().At, timestamp) > Window) moments.Dequeue();
        var (first, elapsed) = (moments.Peek(), Stopwatch.GetElapsedTime(moments.Peek().At, timestamp).TotalSeconds);
        return elapsed > 0 ? (core.Executed - first.Executed) / elapsed : 0;
    }
}
