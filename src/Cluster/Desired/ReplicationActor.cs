using Akka.Actor;
using Akka.DistributedData;
using NeuronActors.Cluster.Changes;

namespace NeuronActors.Cluster.Desired;

/// <summary>
/// Keeps what is meant, and what an index means, the same on all nodes, by Akka.DistributedData: <c>/user/neuron-pool/replication</c>.
/// </summary>
/// <remarks>
/// One register for the pool as a whole and <see cref="DesiredShard.Count"/> for the models. Only the coordinator writes, so of two values
/// the one with the higher order counts, and nothing has to be merged. What is meant is told to every node besides, which says when it
/// knows. Every node has all of it, and shows it on its
/// <see cref="PoolBoard"/>. A node that has been taken into the cluster reads all of it: what was told before it came it would have by gossip
/// only, some seconds after it has begun to load models by itself. Runs on the default dispatcher and never blocks.
/// </remarks>
internal sealed class ReplicationActor : UntypedActor, IWithTimers
{
    private static readonly LWWRegisterKey<PoolState> StateKey = new("neuron-pool");

    private static readonly ImmutableArray<LWWRegisterKey<DesiredShard>> ShardKeys =
        [.. Enumerable.Range(0, DesiredShard.Count).Select(i => new LWWRegisterKey<DesiredShard>($"neuron-desired-{i}"))];

    // A coordinator that is lost meanwhile, or nodes that come and go, make a read fail; by then gossip has brought what there is.
    private const int MostReads = 3;

    private readonly PoolParts _parts;
    private readonly Akka.Cluster.UniqueAddress _self;
    private readonly IActorRef _replicator;
    private readonly DesiredShard[] _shards = [.. Enumerable.Repeat(DesiredShard.Empty, DesiredShard.Count)];
    private PoolState _state = PoolState.Empty;
    private int _reads;
    private readonly Dictionary<long, PendingWrite> _pending = [];
    private long _writes;

    public ReplicationActor(PoolParts parts)
    {
        _parts = parts;
        _self = Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress;
        _replicator = DistributedData.Get(Context.System).Replicator;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PoolParts parts) => Akka.Actor.Props.Create(() => new ReplicationActor(parts));

    protected override void PreStart()
    {
        _replicator.Tell(Dsl.Subscribe(StateKey, Self));
        foreach (var key in ShardKeys) _replicator.Tell(Dsl.Subscribe(key, Self));
        var self = Self;
        Akka.Cluster.Cluster.Get(Context.System).RegisterOnMemberUp(() => self.Tell(new ReplicationProtocol.ReadAll(), self));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReplicationProtocol.ReadAll:
                Read(new PendingRead(Sender));
                break;
            case ReplicationProtocol.AllRead own:
                OnOwnRead(own);
                break;
            case ReplicationProtocol.WriteState write:
                Take(write.State);
                Write(StateKey, PoolState.Empty, write.State, static state => state.Order, Pend(write.State, []));
                Spread();
                break;
            case ReplicationProtocol.WriteShard write:
                Take(write.Index, write.Shard);
                Write(ShardKeys[write.Index], DesiredShard.Empty, write.Shard, static shard => shard.Order, Pend(write.Tag, Tell(write)));
                break;
            case Changed changed:
                Take(changed.Key.Id, changed.Data);
                break;
            case GetSuccess got:
                Take(got.Key.Id, got.Data);
                OnRead(got);
                break;
            case NotFound or GetFailure:
                OnRead((IGetResponse)message);
                break;
            case PoolProtocol.Learn learn when learn.Index is >= 0 and < DesiredShard.Count:
                Take(learn.Index, learn.Shard);
                Sender.Tell(new PoolProtocol.Learned(learn.Write, _parts.Node));
                break;
            case IUpdateResponse { Request: PendingWrite write }:
                write.IsReplicated = true;
                EndIfOver(write);
                break;
            case PoolProtocol.Learned learned when _pending.TryGetValue(learned.Write, out var write):
                write.Unheard.Remove(learned.By);
                EndIfOver(write);
                break;
            case LearnOver over when _pending.TryGetValue(over.Write, out var write):
                write.Unheard.Clear();
                EndIfOver(write);
                break;
        }
    }

    private void Read(PendingRead read)
    {
        var majority = new ReadMajority(_parts.Settings.Desired.WriteTimeout);
        _replicator.Tell(Dsl.Get(StateKey, majority, read));
        foreach (var key in ShardKeys) _replicator.Tell(Dsl.Get(key, majority, read));
    }

    private void OnRead(IGetResponse answer)
    {
        if (answer.Request is not PendingRead read || !read.TryEnd(isOfMajority: !answer.IsFailure)) return;

        read.Asker.Tell(new ReplicationProtocol.AllRead(_state, [.. _shards]) { IsOfMajority = read.IsOfMajority });
    }

    private void OnOwnRead(ReplicationProtocol.AllRead read)
    {
        if (read.IsOfMajority || ++_reads == MostReads) _parts.Board.ShowRead();
        else Read(new PendingRead(Self));
    }

    private void Write<T>(LWWRegisterKey<T> key, T empty, T value, Func<T, long> order, PendingWrite waiting)
    {
        Clock<T> clock = (_, written) => order(written);
        _replicator.Tell(Dsl.Update(
            key,
            new LWWRegister<T>(_self, empty, clock),
            new WriteMajority(_parts.Settings.Desired.WriteTimeout),
            waiting,
            register => order(register.Value) < order(value) ? register.WithValue(_self, value, clock) : register));
    }

    // The coordinator goes on when a majority has it. All others get it as well, and now: by gossip they would count the cores of the pool in
    // the old way for some seconds more.
    private void Spread() => _replicator.Tell(Dsl.Update(
        StateKey,
        new LWWRegister<PoolState>(_self, PoolState.Empty),
        new WriteAll(_parts.Settings.Desired.WriteTimeout),
        null,
        register => register));

    private PendingWrite Pend(object tag, IEnumerable<NodeName> unheard)
    {
        var write = new PendingWrite(++_writes, Sender, tag, unheard);
        _pending.Add(write.Number, write);
        if (write.Unheard.Count > 0) Timers.StartSingleTimer(write.Number, new LearnOver(write.Number), _parts.Settings.ConfirmTimeout);
        return write;
    }

    private List<NodeName> Tell(ReplicationProtocol.WriteShard write)
    {
        List<NodeName> told = [];
        foreach (var node in _parts.Board.Picture.View.Nodes.Where(node => node.IsReachable && node.Name != _parts.Node))
        {
            Context.ActorSelection($"{node.Id.Address}/user/{PoolEntryActor.Name}/{PoolEntryActor.Replication}")
                .Tell(new PoolProtocol.Learn(_writes + 1, write.Index, write.Shard));
            told.Add(node.Name);
        }

        return told;
    }

    private void EndIfOver(PendingWrite write)
    {
        if (!write.TryEnd()) return;

        _pending.Remove(write.Number);
        Timers.Cancel(write.Number);
    }

    private void Take(string key, object data)
    {
        if (data is LWWRegister<PoolState> state) Take(state.Value);
        else if (data is LWWRegister<DesiredShard> shard) Take(ShardKeys.IndexOf(ShardKeys.First(one => one.Id == key)), shard.Value);
    }

    private void Take(PoolState state)
    {
        if (state.Order <= _state.Order) return;

        _state = state;
        _parts.Board.Show(state.Layout);
        Context.Parent.Tell(new StateChanged(state));
    }

    private void Take(int index, DesiredShard shard)
    {
        if (shard.Order <= _shards[index].Order) return;

        _shards[index] = shard;
        _parts.Board.Show(_shards.SelectMany(one => one.Models).ToImmutableDictionary(model => model.Model));
    }

    /// <summary>A coordinator has said something about the pool as a whole.</summary>
    public sealed record StateChanged(PoolState State) : INoSerializationVerificationNeeded;

    private sealed record LearnOver(long Write) : INoSerializationVerificationNeeded;
}
