using Akka.Actor;
using Akka.Cluster;
using NeuronActors.Cluster.Pools;
using NeuronActors.Placement;

namespace NeuronActors.Cluster.Membership;

/// <summary>
/// Tells the others what this node is and has, and knows what the others have said: <c>/user/neuron-pool/directory</c>.
/// </summary>
/// <remarks>
/// Owns a <see cref="DirectoryState"/>. Asks the node's own entry actor for its tables when something has changed there and every few
/// seconds, and tells the answer to all directories. What it knows goes to the <see cref="PoolBoard"/>, and to the pool's other actors as
/// <see cref="ViewChanged"/>. Runs on the default dispatcher and never blocks; resumes when a handler throws.
/// </remarks>
internal sealed class PoolDirectoryActor : UntypedActor, IWithTimers
{
    private readonly PoolParts _parts;
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly DirectoryState _state = new();
    private readonly List<Member> _members = [];
    private readonly NodeId _self;
    private readonly HashSet<NodeId> _namesakes = [];
    private readonly Confirmations _confirmations = new();
    private readonly UnheardQuestions _unheard = new();
    private Action? _identified;
    private CoreTable? _cores;
    private NodeAnnouncement? _last;
    private long _sequence;
    private Epoch _settled;
    private Epoch _asked;
    private bool _isAsking;
    private bool _isStale;
    private bool _isHandingOver;
    private bool _isDraining;

    public PoolDirectoryActor(PoolParts parts)
    {
        _parts = parts;
        _cluster = Akka.Cluster.Cluster.Get(Context.System);
        _self = IdOf(_cluster.SelfUniqueAddress);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PoolParts parts) => Akka.Actor.Props.Create(() => new PoolDirectoryActor(parts));

    public static NodeId IdOf(UniqueAddress address) => new(address.Address.ToString(), address.Uid);

    protected override void PreStart()
    {
        var self = Self;
        _identified = () => self.Tell(AnnounceDue.Instance);
        _parts.Files.Identified += _identified;
        Context.System.EventStream.Subscribe(Self, typeof(PlacementNews));
        _cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer(nameof(AnnounceDue), AnnounceDue.Instance, TimeSpan.Zero, _parts.Settings.AnnounceInterval);
    }

    protected override void PostStop()
    {
        _parts.Files.Identified -= _identified;
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NodeAnnouncement announcement:
                if (_state.Take(announcement)) OnTaken(announcement);
                break;
            case GetAnnouncement when _last is not null:
                Sender.Tell(_last);
                break;
            case ConfirmAnnouncement asked when _state.HasHeard(asked.Id, asked.Sequence):
                Sender.Tell(new AnnouncementHeard(_self, asked.Sequence));
                break;
            case ConfirmAnnouncement asked:
                _unheard.Add(asked, Sender);
                break;
            case AnnouncementHeard heard:
                Tell(_confirmations.Heard(heard.By, heard.Sequence));
                break;
            case Confirm confirm:
                _confirmations.Add(confirm.Model, confirm.Epoch, Sender);
                Timers.StartSingleTimer(Sender, new ConfirmOver(Sender), _parts.Settings.ConfirmTimeout);
                AskSelf();
                break;
            case ConfirmOver over:
                _confirmations.Remove(over.Asker);
                over.Asker.Tell(Confirmed.Instance);
                break;
            case ClusterEvent.IMemberEvent { Member: var member } change when member.HasRole(_parts.Settings.Role):
                OnMember(change, member);
                break;
            case ClusterEvent.ReachabilityEvent { Member: var member } change when member.HasRole(_parts.Settings.Role):
                _state.Reachable(IdOf(member.UniqueAddress), change is ClusterEvent.ReachableMember);
                Show();
                break;
            case AnnounceDue:
                AskSilent();
                AskSelf();
                break;
            case PlacementNews news:
                _settled = news.Settled;
                AskSelf();
                break;
            case BeginHandOver:
                _isHandingOver = true;
                AskSelf();
                break;
            case BeginDraining:
                _isDraining = true;
                AskSelf();
                break;
            case CoreTable cores:
                _cores = cores;
                break;
            case PlacementTable table when _cores is not null:
                Announce(_cores, table);
                break;
        }
    }

    private void OnMember(ClusterEvent.IMemberEvent change, Member member)
    {
        var id = IdOf(member.UniqueAddress);
        _members.RemoveAll(known => known.UniqueAddress.Equals(member.UniqueAddress));
        switch (change)
        {
            case ClusterEvent.MemberRemoved:
                _state.Removed(id);
                _unheard.Removed(id);
                break;
            case ClusterEvent.MemberUp:
                _members.Add(member);
                break;
            case ClusterEvent.MemberLeft or ClusterEvent.MemberExited or ClusterEvent.MemberDowned:
                _members.Add(member);
                _state.Leaving(id);
                break;
        }

        // Only their order counts; the number by which the cluster keeps it is its own affair.
        _members.Sort((a, b) => a.IsOlderThan(b) ? -1 : 1);
        for (var i = 0; i < _members.Count; i++) _state.Up(IdOf(_members[i].UniqueAddress), i);
        if (change is ClusterEvent.MemberUp) Greet(id, member.Address);
        Show();
    }

    private void OnTaken(NodeAnnouncement announcement)
    {
        Show();
        if (_unheard.Taken(announcement) is { } question) question.Asker.Tell(new AnnouncementHeard(_self, question.Sequence));
    }

    // What this node has said of itself before it was a member has been taken by nobody, itself among them.
    private void Greet(NodeId id, Address address)
    {
        if (id == _self)
        {
            if (_last is not null) _state.Take(_last);
            return;
        }

        if (_last is not null) DirectoryOf(address).Tell(_last);
        DirectoryOf(address).Tell(new GetAnnouncement());
    }

    private void AskSilent()
    {
        foreach (var member in _members)
        {
            if (_state.Silent.Contains(IdOf(member.UniqueAddress))) DirectoryOf(member.Address).Tell(new GetAnnouncement());
        }
    }

    private void AskSelf()
    {
        _isStale = _isAsking;
        if (_isAsking) return;

        _isAsking = true;
        _asked = _settled;
        _parts.Cores.Entry.Tell(new GetCores());
        _parts.Cores.Entry.Tell(new GetPlacementTable());
    }

    private void Announce(CoreTable cores, PlacementTable table)
    {
        _isAsking = false;
        _last = new NodeAnnouncement(_self, ++_sequence, _parts.Endpoint)
        {
            Epoch = _asked,
            IsHandingOver = _isHandingOver,
            IsDraining = _isDraining,
            TakesOrders = true,
            Cores = cores.Cores,
            Models = [.. table.Models.Select(Describe)],
        };
        var isAsked = _confirmations.Announced(_last, Others());
        foreach (var member in _members)
        {
            if (member.UniqueAddress.Equals(_cluster.SelfUniqueAddress)) continue;

            var directory = DirectoryOf(member.Address);
            directory.Tell(_last);
            if (isAsked) directory.Tell(new ConfirmAnnouncement(_self, _last.Sequence));
        }

        Tell(_confirmations.Only(Others()));
        _parts.Files.Release(_asked, model => _last.Find(model) is not null);
        if (_state.Take(_last)) Show();
        if (_isStale) AskSelf();
    }

    private HashSet<NodeId> Others() => [.. _state.Present.Where(id => id != _self)];

    private void Tell(IEnumerable<IActorRef> confirmed)
    {
        foreach (var asker in confirmed)
        {
            Timers.Cancel(asker);
            asker.Tell(Confirmed.Instance);
        }
    }

    private AnnouncedModel Describe(ModelPlacement placement)
    {
        var range = placement.Subgraphs.IsEmpty ? default : placement.Subgraphs[0].Range;
        var model = _parts.Cores.Parts.Directory.TryFind(placement.Model, out var placed) ? placed : null;
        return new AnnouncedModel(placement.Model, placement.Epoch, range, _parts.LoadOf(placement.Model))
        {
            Source = new ModelSource(model?.Package.Path ?? "", model is null ? null : _parts.Files.IdOf(model.Package)),
        };
    }

    private static ActorSelection DirectoryOf(Address address) => Context.ActorSelection($"{address}/user/{PoolEntryActor.Name}/{PoolEntryActor.Directory}");

    private void Show()
    {
        foreach (var namesake in _state.Namesakes())
        {
            if (_namesakes.Add(namesake.Id)) PoolLog.SameName(_parts.Log, namesake.Id.Address, namesake.Node);
        }

        Tell(_confirmations.Only(Others()));
        var view = _state.View();
        _parts.Board.Show(view);
        var oldest = _members.Find(member => member.Status == MemberStatus.Up);
        Context.Parent.Tell(new ViewChanged(view, oldest?.UniqueAddress.Address, oldest is not null && oldest.UniqueAddress.Equals(_cluster.SelfUniqueAddress)));
    }

    /// <summary>Something is known that was not known before.</summary>
    /// <param name="View">All that is known.</param>
    /// <param name="Oldest">The address of the oldest member, who decides; null while there is none.</param>
    /// <param name="IsSelf">Whether that is this node.</param>
    public sealed record ViewChanged(DirectoryView View, Address? Oldest, bool IsSelf) : INoSerializationVerificationNeeded;

    /// <summary>Answered <see cref="Confirmed"/> when all nodes that can be reached know of a change, or have had their time.</summary>
    public sealed record Confirm(ModelName Model, Epoch Epoch) : INoSerializationVerificationNeeded;

    /// <summary>The answer to <see cref="Confirm"/>.</summary>
    public sealed record Confirmed : INoSerializationVerificationNeeded
    {
        public static readonly Confirmed Instance = new();
    }

    /// <summary>This node is about to go down, and serves on.</summary>
    public sealed record BeginHandOver : INoSerializationVerificationNeeded;

    /// <summary>This node is on its way down.</summary>
    public sealed record BeginDraining : INoSerializationVerificationNeeded;

    private sealed record ConfirmOver(IActorRef Asker) : INoSerializationVerificationNeeded;

    private sealed record AnnounceDue : INoSerializationVerificationNeeded
    {
        public static readonly AnnounceDue Instance = new();
    }
}
