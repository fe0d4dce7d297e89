using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;
using Parts = System.Collections.Immutable.ImmutableSortedDictionary<NeuronActors.Cluster.NodeName, NeuronActors.NcRange>;

namespace NeuronActors.Cluster.Changes;

/// <summary>What is, what is meant, and what an index means, at one moment. Pure.</summary>
internal sealed record PoolPicture(DirectoryView View, PoolLayout Layout, IReadOnlyDictionary<ModelName, DesiredModel> Desired)
{
    /// <summary>Whether this node has read, since it is in the cluster, what is meant. Until then what is meant may be missing here.</summary>
    public bool KnowsWhatIsMeant { get; init; }

    /// <summary>Whether a model that is neither held nor meant here is in the pool nowhere.</summary>
    public bool IsComplete => KnowsWhatIsMeant && View.IsComplete;

    /// <summary>Whether a model of that name is somewhere, or meant to be.</summary>
    public bool IsThere(ModelName model) =>
        Desired.TryGetValue(model, out var desired) ? desired.Parts.Length > 0 : !View.PartsOf(model).IsEmpty;

    /// <summary>Whether a model of that name is meant anywhere, or some node has it.</summary>
    public bool IsKnown(ModelName model) => Desired.ContainsKey(model) || !View.PartsOf(model).IsEmpty;

    /// <summary>Where a model comes from. An id that a node has found since is as good as one that was given with the load.</summary>
    public ModelSource SourceOf(ModelName model)
    {
        var meant = Desired.GetValueOrDefault(model)?.Source;
        if (meant is { Files: not null }) return meant;

        var held = View.Nodes.Select(node => node.Last.Find(model)?.Source).Where(source => source is not null).ToArray();
        return held.FirstOrDefault(source => source!.Files is not null) ?? meant ?? held[0]!;
    }

    /// <summary>
    /// Where a model is, as far as it can be told to go: by the word of each node that can be reached, or by the change that brought it
    /// there when the word is older than that.
    /// </summary>
    public Parts Now(ModelName model)
    {
        var parts = ImmutableSortedDictionary.CreateBuilder<NodeName, NcRange>();
        var desired = Desired.GetValueOrDefault(model);
        foreach (var node in View.Nodes.Where(node => node.IsReachable))
        {
            // It was told to give the model up, and whether it has is not known yet. A step for it says what is to be, and does no harm.
            if (desired?.Leftovers.Contains(node.Name) == true) continue;

            var held = node.Last.Find(model);
            var isOlder = desired?.Find(node.Name) is { } part && part.SeenIn == node.Id.Incarnation && node.KnownOf(model) < part.SeenAt;
            if (isOlder) parts[node.Name] = desired!.Find(node.Name)!.Range;
            else if (held is not null) parts[node.Name] = held.Range;
        }

        return parts.ToImmutable();
    }

    /// <summary>The cores of the pool as a choice for a model sees them: its own replicas are about to go and do not count.</summary>
    public PoolSlot[] Slots(ModelName except)
    {
        var uses = Uses(except);
        var nodes = View.Nodes.ToDictionary(node => node.Id);
        var slots = new PoolSlot[Layout.Count];
        var next = 0;
        for (var i = 0; i < Layout.Nodes.Length; i++)
        {
            var share = Layout.Nodes[i];
            var node = nodes.GetValueOrDefault(share.Id);
            for (var core = 0; core < share.Cores; core++)
            {
                slots[next++] = node is null || core >= node.Last.Cores.Length
                    ? new PoolSlot(i, 0, MayBeUsed: false)
                    : new PoolSlot(i, uses[node.Name][core], node.Last.Cores[core].State == CoreState.Ready && node.TakesMore);
            }
        }

        return slots;
    }

    /// <summary>How many replicas each core of each node is going to hold: those that are meant, and those that only the node knows of.</summary>
    /// <remarks>One walk over all that is meant: on a pool of thousands of cores a walk for each node would be felt.</remarks>
    public IReadOnlyDictionary<NodeName, int[]> Uses(ModelName except)
    {
        var uses = new Dictionary<NodeName, int[]>(View.Nodes.Length);
        foreach (var node in View.Nodes) uses[node.Name] = UnmeantUse(node, except);
        foreach (var model in Desired.Values)
        {
            if (model.Model == except) continue;

            foreach (var part in model.Parts)
            {
                if (!uses.TryGetValue(part.Node, out var use)) continue;

                var end = Math.Min(use.Length, part.Range.StartNc + part.Range.NcCount);
                for (var core = part.Range.StartNc; core < end; core++) use[core]++;
            }
        }

        return uses;
    }

    /// <summary>A model's entry; null when it is nowhere and not meant to be anywhere.</summary>
    public PoolPlacement? PlacementOf(ModelName model)
    {
        ImmutableArray<NodeRange> parts = Desired.TryGetValue(model, out var desired)
            ? [.. desired.Parts.Select(part => new NodeRange(part.Node, part.Range))]
            : View.PartsOf(model);
        return parts.IsEmpty ? null : PlacementOf(model, parts);
    }

    public PoolPlacement PlacementOf(ModelName model, ImmutableArray<NodeRange> parts) =>
        new(model, Layout.Version, Layout.Join(parts), [.. parts.OrderBy(part => Layout.IndexOf(part.Node, new VisibleCoreIndex(0)) ?? int.MaxValue)]);

    /// <summary>The same for who needs no more than names.</summary>
    public PoolView ToView() =>
        new(
            Layout.Version,
            [.. View.Nodes.Select(node => new PoolNode(node.Name, StateOf(node), node.Last.Cores.Length))],
            [
                .. Models().Concat(Desired.Keys).Distinct().OrderBy(model => model.Value, StringComparer.Ordinal).Select(
                    model => new PoolModel(model, [.. View.PartsOf(model).Select(part => part.Node)], IsThere(model) && Desired.ContainsKey(model))
                    {
                        IsOnItsWayOut = !IsThere(model),
                        MeantFor = Desired.TryGetValue(model, out var desired) ? [.. desired.Parts.Select(part => part.Node)] : [],
                    }),
            ])
        {
            KnowsWhatIsMeant = KnowsWhatIsMeant,
            IsComplete = IsComplete,
        };

    /// <summary>Every model that is somewhere or meant to be, ordered by name.</summary>
    public IEnumerable<ModelName> Models() =>
        Desired.Values.Where(desired => desired.Parts.Length > 0).Select(desired => desired.Model)
            .Concat(View.Nodes.SelectMany(node => node.Last.Models).Select(model => model.Name))
            .Distinct()
            .OrderBy(model => model.Value, StringComparer.Ordinal);

    private int[] UnmeantUse(NodeEntry node, ModelName except)
    {
        var use = new int[node.Last.Cores.Length];
        foreach (var core in node.Last.Cores)
        {
            if (core.Core.Index.Value >= use.Length) continue;

            foreach (var replica in core.Replicas)
            {
                if (replica.Model != except && !Desired.ContainsKey(replica.Model)) use[core.Core.Index.Value]++;
            }
        }

        return use;
    }

    private static PoolNodeState StateOf(NodeEntry node) =>
        !node.IsReachable ? PoolNodeState.Unreachable
        : node.IsLeaving ? PoolNodeState.Leaving
        : node.IsGoing ? PoolNodeState.Draining
        : PoolNodeState.Up;
}
