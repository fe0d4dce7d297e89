using System.Diagnostics;

namespace NeuronActors.Node.Client.Top;

/// <summary>Which nodes of a pool there are, and which there were.</summary>
internal sealed class TopMembers
{
    // After this time whoever watches knows it, or a new node has taken its place.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);

    /// <summary>Takes what was seen.</summary>
    /// <returns>What is wrong with the nodes, one line for each; none outside a pool.</returns>
    public ImmutableArray<string> Take(TopSample sample)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (var node in sample.Cores.Cores.Where(core => core.Node is not null).GroupBy(core => core.Node!))
        {
            _seen[node.Key] = sample.At;
            if (node.Any(core => core.Reachable == false)) notes.Add($"Node {node.Key} cannot be reached; what is shown of it is what it said last.");
        }

        foreach (var (node, at) in _seen.Where(seen => seen.Value < sample.At).OrderBy(seen => seen.Key, StringComparer.Ordinal))
        {
            var ago = Stopwatch.GetElapsedTime(at, sample.At);
            if (ago > Remembered) _seen.Remove(node);
            else notes.Add($"Node {node} has left the pool, {ago.TotalSeconds:0} s ago.");
        }

        return notes.ToImmutable();
    }
}
