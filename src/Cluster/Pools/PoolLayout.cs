namespace NeuronActors.Cluster.Pools;

/// <summary>
/// What a pool index means: the nodes in order, and how many cores each has. Pure. Its version is the coordinator's, who alone makes the
/// next one; every node knows its last word.
/// </summary>
internal sealed record PoolLayout(long Version, ImmutableArray<LayoutNode> Nodes)
{
    public static readonly PoolLayout Empty = new(0, []);

    public int Count => Nodes.Sum(node => node.Cores);

    /// <summary>The layout of these nodes: this one if nothing that matters has changed, otherwise one of the next version.</summary>
    public PoolLayout With(ImmutableArray<LayoutNode> nodes) =>
        nodes.AsSpan().SequenceEqual(Nodes.AsSpan()) ? this : new PoolLayout(Version + 1, nodes);

    /// <summary>The parts of a range that each node holds, in order. The range must lie within the pool.</summary>
    public ImmutableArray<NodeRange> Split(PoolRange range)
    {
        var parts = ImmutableArray.CreateBuilder<NodeRange>();
        var first = 0;
        foreach (var node in Nodes)
        {
            var start = Math.Max(range.Start, first);
            var end = Math.Min(range.Start + range.Count, first + node.Cores);
            if (start < end) parts.Add(new NodeRange(node.Node, new NcRange(start - first, end - start)));
            first += node.Cores;
        }

        return parts.ToImmutable();
    }

    /// <summary>The range that some parts make up together; null when they are none, in whatever order they are given.</summary>
    public PoolRange? Join(ImmutableArray<NodeRange> parts)
    {
        if (parts.IsEmpty) return null;

        var runs = new List<PoolRange>();
        foreach (var part in parts)
        {
            if (IndexOf(part.Node, new VisibleCoreIndex(part.Range.StartNc)) is not { } start) return null;
            runs.Add(new PoolRange(start, part.Range.NcCount));
        }

        runs.Sort((a, b) => a.Start.CompareTo(b.Start));
        for (var i = 1; i < runs.Count; i++)
        {
            if (runs[i].Start != runs[i - 1].Start + runs[i - 1].Count) return null;
        }

        var joined = new PoolRange(runs[0].Start, runs.Sum(run => run.Count));
        return joined.Start + joined.Count <= Count && Split(joined).Length == parts.Length ? joined : null;
    }

    /// <summary>The node of an index, and the core there.</summary>
    public (NodeName Node, VisibleCoreIndex Core) At(int poolIndex)
    {
        var part = Split(new PoolRange(poolIndex, 1))[0];
        return (part.Node, new VisibleCoreIndex(part.Range.StartNc));
    }

    /// <summary>The index of a core; null when its node is not in the pool, or has no such core.</summary>
    public int? IndexOf(NodeName name, VisibleCoreIndex core)
    {
        var first = 0;
        foreach (var node in Nodes)
        {
            if (node.Node == name) return core.Value < node.Cores ? first + core.Value : null;
            first += node.Cores;
        }

        return null;
    }

    public bool Equals(PoolLayout? other) =>
        other is not null && Version == other.Version && Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Version, Nodes.Length);
}
