using Akka.Actor;
using Akka.Configuration;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Serialization;
using NeuronActors.Configuration;

namespace NeuronActors.Cluster.Tests.Serialization;

/// <summary>A pool of 100 nodes with 32 cores each and 64 models: no message of it is larger than a frame.</summary>
public sealed class LargePoolSpecs
{
    private const int NodeCount = 100;
    private const int CoreCount = 32;
    private const int ModelCount = 64;
    private const int Limit = 120_000;

    private static readonly ImmutableArray<ModelName> Models = [.. Enumerable.Range(0, ModelCount).Select(i => new ModelName($"model-of-a-team-{i}-v3"))];

    [Fact]
    public void An_announcement_fits() => AssertFits(Announcement(99));

    [Fact]
    public void The_table_of_cores_and_the_layout_fit()
    {
        AssertFits(Table());
        AssertFits(new PoolState(7, Layout()));
    }

    [Fact]
    public void The_placement_table_fits_also_when_every_model_is_on_every_node() =>
        AssertFits(new PoolPlacementTable(9, [.. Models.Select(model => new PoolPlacement(model, 9, new PoolRange(0, NodeCount * CoreCount), Parts()))]));

    [Fact]
    public void What_is_meant_fits_also_as_one_gossip_of_all_shards()
    {
        var shards = Enumerable.Range(0, DesiredShard.Count).Select(index => new DesiredShard(
            3, 4711, [.. Models.Where(model => DesiredShard.Of(model) == index).Select(Meant)])).ToArray();

        Assert.Equal(ModelCount, shards.Sum(shard => shard.Models.Length));
        foreach (var shard in shards) AssertFits(new PoolProtocol.Learn(1, 2, shard));
        Assert.InRange(shards.Sum(shard => PoolPacking.Pack(PoolWire.ToBytes(shard)).Length), 1, Limit);
    }

    [Fact]
    public async Task The_table_of_cores_goes_from_one_process_to_another()
    {
        using var asked = Create();
        using var asking = Create();
        var table = Table();
        var answering = asked.ActorOf(Props.Create(() => new Answering(table)), "answering");
        var address = ((ExtendedActorSystem)asked).Provider.DefaultAddress;

        var answer = await asking.ActorSelection(answering.Path.ToStringWithAddress(address))
            .Ask<PoolTable>(new ScopedCommand(PoolScope.Pool, new GetCores()), Patience.Long);

        Assert.Equal(NodeCount * CoreCount, answer.Cores.Length);
        Assert.Equal(Portrait.Of(table.Cores[^1]), Portrait.Of(answer.Cores[^1]));
        await asking.Terminate();
        await asked.Terminate();
    }

    private static void AssertFits(IPoolWireMessage message)
    {
        var bytes = PoolPacking.Pack(PoolWire.ToBytes(message));

        Assert.InRange(bytes.Length, 1, Limit);
        Assert.Equal(Portrait.Of(message), Portrait.Of(PoolWire.Read(PoolPacking.Unpack(bytes), PoolWire.ManifestOf(message))));
    }

    private static NodeName Name(int node) => new($"ip-10-17-{node / 8}-{node}.eu-west-1");

    private static NodeId Id(int node) => new($"akka.ssl.tcp://neuron@ip-10-17-{node / 8}-{node}.eu-west-1.compute.internal:4053", 1_000_003L * (node + 1));

    private static PoolLayout Layout() => new(9, [.. Enumerable.Range(0, NodeCount).Select(node => new LayoutNode(Name(node), Id(node), CoreCount))]);

    private static ImmutableArray<NodeRange> Parts() => [.. Enumerable.Range(0, NodeCount).Select(node => new NodeRange(Name(node), new NcRange(0, CoreCount)))];

    // As many replicas on a core as its memory is likely to take, and their bytes all different.
    private static CoreStatus Core(int node, int core) =>
        new(
            new NeuronCoreInfo(new VisibleCoreIndex(core), new PhysicalCoreId(core)),
            CoreState.Ready,
            [
                .. Enumerable.Range(0, 4).Select(i => new ReplicaStatus(Models[(node + core + (i * 16)) % ModelCount], "neuron_graph_0", ReplicaState.Ready)
                {
                    MemoryBytes = 500_000_000 + (node * 7919L) + (core * 104_729L) + i,
                }),
            ])
        {
            InFlight = (node + core) % 5,
            Executed = (node * 1_299_709L) + (core * 15_485_863L),
        };

    private static PoolTable Table() =>
        new(9, [.. from node in Enumerable.Range(0, NodeCount) from core in Enumerable.Range(0, CoreCount) select new PoolCore((node * CoreCount) + core, Name(node), Core(node, core), true)]);

    private static ModelSource Source(ModelName model) =>
        new($"/opt/models/teams/{model}/compiled-for-trn1/model.pt", ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(model.Value)));

    private static NodeAnnouncement Announcement(int node) => new(Id(node), 86_400, new NodeEndpoint(Name(node), Name(node).Value, 4054))
    {
        Epoch = new Epoch(4711),
        Cores = [.. Enumerable.Range(0, CoreCount).Select(core => Core(node, core))],
        Models =
        [
            .. Models.Select((model, i) => new AnnouncedModel(model, new Epoch(4000 + i), new NcRange(0, CoreCount), new NodeLoad(i, i + 1, CoreCount))
            {
                Source = Source(model),
            }),
        ],
    };

    private static DesiredModel Meant(ModelName model)
    {
        ImmutableArray<DesiredPart> parts =
        [
            .. Enumerable.Range(0, NodeCount).Select(node => new DesiredPart(Name(node), new NcRange(0, CoreCount))
            {
                SeenIn = Id(node).Incarnation,
                SeenAt = new Epoch(4000 + node),
            }),
        ];
        return new DesiredModel(model, Source(model), parts) { Order = $"{ContentHash.Of([1]).ToString()[..32]}" };
    }

    private static ActorSystem Create() => ActorSystem.Create(
        "large",
        ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }")
            .WithFallback(NeuronPool.DefaultConfig)
            .WithFallback(NeuronSettings.Defaults()));

    private sealed class Answering(PoolTable table) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is ScopedCommand) Sender.Tell(table);
        }
    }
}
