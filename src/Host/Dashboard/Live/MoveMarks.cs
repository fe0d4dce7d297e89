using NeuronActors.Node.Metrics;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>Notices changes of placement, whoever has ordered them: a replica on its way, or other cores than before.</summary>
internal sealed class MoveMarks
{
    private const int Most = 60;

    private readonly Dictionary<(string Name, string Version), string> _places = [];
    private readonly List<MoveMark> _marks = [];

    /// <summary>The marks, oldest first.</summary>
    public ImmutableArray<MoveMark> All => [.. _marks];

    public void Take(long at, NodeMoment seen, IEnumerable<ServedVersion> models)
    {
        var gone = _places.Keys.ToHashSet();
        foreach (var served in models)
        {
            var key = (served.Name, served.VersionText);
            gone.Remove(key);
            if (CoresOf(seen, served, key) is { } cores) Take(at, key, TextOf(cores), IsOnItsWay(seen, key));
        }

        foreach (var key in gone) _places.Remove(key);
        if (_marks.Count > Most) _marks.RemoveRange(0, _marks.Count - Most);
    }

    private void Take(long at, (string Name, string Version) key, string place, bool isOnItsWay)
    {
        var before = _places.GetValueOrDefault(key);
        var open = _marks.FindLastIndex(mark => (mark.Model, mark.Version) == key && mark.Until is null);
        if (open >= 0) _marks[open] = _marks[open] with { To = place, Until = isOnItsWay ? null : at };
        else if (before != place || isOnItsWay) _marks.Add(new MoveMark(key.Name, key.Version, at, isOnItsWay ? null : at, before ?? "", place));
        _places[key] = place;
    }

    private static bool IsOnItsWay(NodeMoment seen, (string Name, string Version) key) =>
        (seen.Pool?.Cores ?? seen.Cores).Any(core => core.Replicas.Any(replica => (replica.Model, replica.Version) == key && replica.State != ReplicaState.Ready));

    // In a pool by the pool's numbers, of the cores that hold it, as the nodes have said.
    private static int[]? CoresOf(NodeMoment seen, ServedVersion served, (string Name, string Version) key) => seen.Pool is { } pool
        ? [.. pool.Cores.Where(core => core.Replicas.Any(replica => (replica.Model, replica.Version) == key)).Select(core => core.Place!.Index).Order()]
        : seen.Placements.TryGetValue(served.Model.Name, out var placement)
            ? [.. placement.Subgraphs.SelectMany(subgraph => subgraph.Cores).Select(core => core.Value).Distinct().Order()]
            : null;

    // Ranges written short: 0–3, 8
    private static string TextOf(int[] cores)
    {
        var parts = new List<string>();
        for (var i = 0; i < cores.Length; i++)
        {
            var start = cores[i];
            while (i + 1 < cores.Length && cores[i + 1] == cores[i] + 1) i++;
            parts.Add(cores[i] == start ? $"{start}" : $"{start}–{cores[i]}");
        }

        return string.Join(", ", parts);
    }
}
