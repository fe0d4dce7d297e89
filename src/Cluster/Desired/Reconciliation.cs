using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Desired;

/// <summary>
/// Brings what is meant and what is together, for one model that is not being changed. Pure. A node is the authority on its own cores: what
/// was changed there by hand, in the same life in which it was seen to hold its part, becomes what is meant. What a node lost with its
/// last life it is to take up again.
/// </summary>
internal static class Reconciliation
{
    /// <summary>What is to be done now.</summary>
    /// <param name="model">What is meant.</param>
    /// <param name="view">What is.</param>
    /// <param name="isGivenUp">
    /// Whether a node has been away long enough for others to stand in for it, or is there and could not take its part up for as long. One that
    /// is in the view and cannot be reached is never.
    /// </param>
    /// <param name="policy">What becomes of the parts of a node that is lost, or about to go.</param>
    /// <param name="useOf">How many replicas each core of a node is going to hold.</param>
    /// <param name="refuses">Whether a node could not load the model a short while ago, so that another is to stand in; null when none did.</param>
    /// <param name="owes">Whether a node was told to load the model and has not said yet what has become of it; null when all have.</param>
    public static ReconciliationPlan Plan(
        DesiredModel model,
        DirectoryView view,
        Func<NodeName, bool> isGivenUp,
        LostNodePolicy policy,
        Func<NodeEntry, IReadOnlyList<int>> useOf,
        Func<NodeEntry, bool>? refuses = null,
        Func<NodeEntry, bool>? owes = null)
    {
        var kept = new List<DesiredPart>();
        var steps = new List<Changes.NodeStep>();
        var leftovers = new List<NodeName>(model.Leftovers);
        foreach (var part in model.Parts)
        {
            if (view.Find(part.Node) is not { } node)
            {
                // A stand-in that is lost as well is forgotten; another one is found below.
                if (part.StandsInFor is null) kept.Add(part);
            }
            else if (part.StandsInFor is { } home && IsHome(model, view, home))
            {
                Take(node, part);
            }
            else if (!node.IsReachable || node.IsGoing || IsOlderThan(node, part, model.Model))
            {
                kept.Add(part);
            }
            else if (part.StandsInFor is null || !Refuses(node))
            {
                Compare(node, part);
            }
            else
            {
                // A stand-in that cannot load the model is forgotten as well. It may have it all the same in the end.
                leftovers.Add(node.Name);
            }
        }

        AdoptOrUnload();
        if (policy == LostNodePolicy.Replace && !model.Parts.IsEmpty) StandIn();
        return new ReconciliationPlan(model with { Parts = [.. kept], Leftovers = [.. leftovers.Distinct().Where(MayHaveIt)] }, [.. steps]);

        void Take(NodeEntry node, DesiredPart part)
        {
            if (!node.IsReachable)
            {
                kept.Add(part);
                return;
            }

            leftovers.Add(node.Name);
            if (node.Last.Find(model.Model) is not null) steps.Add(new Changes.NodeStep(node.Name, null, IsThere: true));
        }

        void Compare(NodeEntry node, DesiredPart part)
        {
            var held = node.Last.Find(model.Model);
            var wasSeen = part.SeenIn == node.Id.Incarnation;
            if (held?.Range == part.Range)
            {
                kept.Add(wasSeen ? part : part with { SeenIn = node.Id.Incarnation, SeenAt = held.Epoch });
            }
            else if (wasSeen)
            {
                // Changed there by hand. Unloaded by hand means: not meant to be there any more.
                if (held is not null) kept.Add(part with { Range = held.Range, SeenAt = held.Epoch });
            }
            else
            {
                kept.Add(part);
                if (node.TakesMore) steps.Add(new Changes.NodeStep(node.Name, part.Range, held is not null));
            }
        }

        // Nodes that have it and were not told to.
        void AdoptOrUnload()
        {
            foreach (var node in view.Nodes)
            {
                if (model.Find(node.Name) is not null || node.Last.Find(model.Model) is not { } held || !node.IsReachable) continue;

                if (model.Parts.IsEmpty || leftovers.Contains(node.Name)) steps.Add(new Changes.NodeStep(node.Name, null, IsThere: true));
                else kept.Add(new DesiredPart(node.Name, held.Range) { SeenIn = node.Id.Incarnation, SeenAt = held.Epoch });
            }
        }

        void StandIn()
        {
            foreach (var part in kept.Where(part => part.StandsInFor is null && NeedsStandIn(part.Node)).ToArray())
            {
                // One that is about to go itself needs another in its place.
                if (kept.Exists(other => other.StandsInFor == part.Node && view.Find(other.Node) is not { IsGoing: true })) continue;
                if (FindRoom(part.Range.NcCount) is not { } room) continue;

                kept.Add(new DesiredPart(room.Node, room.Range) { StandsInFor = part.Node });
                steps.Add(new Changes.NodeStep(room.Node, room.Range, IsThere: false));
            }
        }

        // One that cannot be reached and is on its way out did not leave in order: the cluster is removing it, and it may be back soon.
        bool NeedsStandIn(NodeName name) => view.Find(name) is not { } node ? isGivenUp(name)
            : node.IsReachable && (node.IsGoing || (node.Last.Find(model.Model) is null && isGivenUp(name)));

        bool Owes(NodeEntry node) => owes?.Invoke(node) == true;

        bool Refuses(NodeEntry node) => node.Last.Find(model.Model) is null && (refuses?.Invoke(node) == true || Owes(node));

        // One that is gone for good has it no longer, and one that is there says whether it has, or is going to.
        bool MayHaveIt(NodeName name) =>
            view.Find(name) is { } node ? node.Last.Find(model.Model) is not null || Owes(node) : !isGivenUp(name);

        // The least used cores in a row, on a node that does not hold the model: a node's part of a model is one row.
        NodeRange? FindRoom(int count)
        {
            NodeRange? best = null;
            var least = (Missing: int.MaxValue, Use: double.MaxValue);
            foreach (var node in view.Nodes)
            {
                if (!node.TakesMore || node.Last.Find(model.Model) is not null || Refuses(node) || kept.Exists(part => part.Node == node.Name)) continue;

                var fitting = Math.Min(count, node.Last.Cores.Length);
                var use = useOf(node);
                PoolSlot[] slots = [.. node.Last.Cores.Select((core, i) => new PoolSlot(0, use[i], core.State == CoreState.Ready))];
                if (fitting == 0 || PoolSelection.Choose(PoolSelection.Auto, fitting, slots) is not { } range) continue;

                var cost = (count - fitting, use.Skip(range.Start).Take(range.Count).Average());
                if (cost.CompareTo(least) >= 0) continue;
                (best, least) = (new NodeRange(node.Name, new NcRange(range.Start, range.Count)), cost);
            }

            return best;
        }
    }

    /// <summary>Whether a node that was lost is back, to stay, and holds its part again, so that nobody has to stand in for it.</summary>
    private static bool IsHome(DesiredModel model, DirectoryView view, NodeName home) =>
        model.Parts.FirstOrDefault(part => part.Node == home && part.StandsInFor is null) is not { } part
        || view.Find(home) is { IsReachable: true, IsGoing: false } node && node.Last.Find(model.Model)?.Range == part.Range;

    /// <summary>Whether the node's last word is from before the change that brought the part.</summary>
    private static bool IsOlderThan(NodeEntry node, DesiredPart part, ModelName model) =>
        part.SeenIn == node.Id.Incarnation && node.KnownOf(model) < part.SeenAt;
}
