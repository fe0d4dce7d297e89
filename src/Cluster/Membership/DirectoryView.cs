using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Membership;

/// <summary>The whole of what a node knows of the others, at one moment. Immutable.</summary>
/// <param name="Nodes">The nodes that are in the cluster and have said what they have, the oldest first.</param>
internal sealed record DirectoryView(ImmutableArray<NodeEntry> Nodes)
{
    public static readonly DirectoryView Empty = new([]);

    /// <summary>Whether all members that can be reached have been heard of. Until then a model that nobody seems to have may be there.</summary>
    public bool IsComplete { get; init; }

    public NodeEntry? Find(NodeName name)
    {
        foreach (var node in Nodes)
        {
            if (node.Name == name) return node;
        }

        return null;
    }

    /// <summary>The shares of the pool, in its order: those on their way out have none any more.</summary>
    public ImmutableArray<LayoutNode> Shares() =>
        [.. Nodes.Where(node => !node.IsLeaving).Select(node => new LayoutNode(node.Name, node.Id, node.Last.Cores.Length))];

    /// <summary>The cores of a layout, with what their nodes say of them. A node that has gone since is left out.</summary>
    public PoolTable Table(PoolLayout layout)
    {
        var cores = ImmutableArray.CreateBuilder<PoolCore>(layout.Count);
        var first = 0;
        foreach (var share in layout.Nodes)
        {
            if (Nodes.FirstOrDefault(node => node.Id == share.Id) is { } node)
            {
                foreach (var status in node.Last.Cores.Take(share.Cores))
                {
                    cores.Add(new PoolCore(first + status.Core.Index.Value, share.Node, status, node.IsReachable));
                }
            }

            first += share.Cores;
        }

        return new PoolTable(layout.Version, cores.ToImmutable());
    }

    /// <summary>Where a model is, in the order of the nodes.</summary>
    public ImmutableArray<NodeRange> PartsOf(ModelName model) =>
        [.. Nodes.Select(node => (node.Name, Held: node.Last.Find(model))).Where(part => part.Held is not null).Select(part => new NodeRange(part.Name, part.Held!.Range))];
}
