using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Membership;

/// <summary>
/// Puts together what the cluster says of its members and what these say of themselves. Plain. The order in which the two arrive does not
/// matter, and neither does it matter what is lost or repeated, as long as something newer comes: see <see cref="Take"/>.
/// </summary>
internal sealed class DirectoryState
{
    private readonly Dictionary<NodeId, Known> _members = [];

    /// <summary>The members that are up and of which nothing has been heard.</summary>
    public IEnumerable<NodeId> Silent => _members.Where(member => member.Value is { IsUp: true, Last: null }).Select(member => member.Key);

    /// <summary>The members that are up and can be reached.</summary>
    public IEnumerable<NodeId> Present => _members.Where(member => member.Value is { IsUp: true, IsReachable: true }).Select(member => member.Key);

    /// <summary>Whether every member that can be reached has been heard of, this node among them.</summary>
    public bool IsComplete => Present.Any() && Present.All(id => _members[id].Last is not null);

    /// <summary>Whether an announcement of a member, or a later one, has been taken.</summary>
    public bool HasHeard(NodeId id, long sequence) => _members.TryGetValue(id, out var known) && known.Last?.Sequence >= sequence;

    /// <summary>A member is up. A former life at the same address has ended by that.</summary>
    public void Up(NodeId id, int upNumber)
    {
        foreach (var former in _members.Keys.Where(other => other.Address == id.Address && other != id).ToArray()) _members.Remove(former);
        var known = Member(id);
        known.IsUp = true;
        known.UpNumber = upNumber;
    }

    /// <summary>A member is on its way out.</summary>
    public void Leaving(NodeId id) => Member(id).IsLeaving = true;

    /// <summary>A member can or cannot be reached.</summary>
    public void Reachable(NodeId id, bool isReachable) => Member(id).IsReachable = isReachable;

    /// <summary>A member is gone, for good: whatever comes back at this address is another life.</summary>
    public void Removed(NodeId id) => _members.Remove(id);

    /// <summary>Takes an announcement, unless it is of no member, or not newer than the last one of that member.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Take(NodeAnnouncement announcement)
    {
        if (!_members.TryGetValue(announcement.Id, out var known) || known.Last?.Sequence >= announcement.Sequence) return false;

        known.Gone = GoneBy(known, announcement);
        known.Last = announcement;
        return true;
    }

    /// <summary>
    /// The nodes, oldest first. Where two have one name, the older one has it: the other is left out until its operator gives it
    /// another.
    /// </summary>
    public DirectoryView View()
    {
        var names = new HashSet<NodeName>();
        var nodes = ImmutableArray.CreateBuilder<NodeEntry>();
        foreach (var (id, known) in InOrder())
        {
            if (names.Add(known.Last.Node)) nodes.Add(new NodeEntry(id, known.UpNumber, known.IsReachable, known.IsLeaving, known.Last) { Gone = known.Gone });
        }

        return new DirectoryView(nodes.ToImmutable()) { IsComplete = IsComplete };
    }

    /// <summary>The nodes that are left out because an older one has their name.</summary>
    public ImmutableArray<NodeAnnouncement> Namesakes() =>
        [.. InOrder().GroupBy(member => member.Known.Last.Node).SelectMany(same => same.Skip(1)).Select(member => member.Known.Last)];

    private IEnumerable<(NodeId Id, Heard Known)> InOrder() =>
        _members
            .Where(member => member.Value is { IsUp: true, Last: not null })
            .OrderBy(member => member.Value.UpNumber)
            .ThenBy(member => member.Key.Address, StringComparer.Ordinal)
            .Select(member => (member.Key, new Heard(member.Value.UpNumber, member.Value.IsReachable, member.Value.IsLeaving, member.Value.Last!, member.Value.Gone)));

    private static ImmutableDictionary<ModelName, Epoch> GoneBy(Known known, NodeAnnouncement announcement)
    {
        var gone = known.Gone.ToBuilder();
        foreach (var model in known.Last?.Models ?? []) gone[model.Name] = model.Epoch;
        foreach (var model in announcement.Models) gone.Remove(model.Name);
        gone.RemoveRange(gone.Where(model => model.Value <= announcement.Epoch).Select(model => model.Key).ToArray());
        return gone.ToImmutable();
    }

    private Known Member(NodeId id)
    {
        if (!_members.TryGetValue(id, out var known)) _members.Add(id, known = new Known());
        return known;
    }

    private sealed class Known
    {
        public bool IsUp { get; set; }

        public int UpNumber { get; set; }

        public bool IsReachable { get; set; } = true;

        public bool IsLeaving { get; set; }

        public NodeAnnouncement? Last { get; set; }

        public ImmutableDictionary<ModelName, Epoch> Gone { get; set; } = ImmutableDictionary<ModelName, Epoch>.Empty;
    }

    private sealed record Heard(int UpNumber, bool IsReachable, bool IsLeaving, NodeAnnouncement Last, ImmutableDictionary<ModelName, Epoch> Gone);
}
