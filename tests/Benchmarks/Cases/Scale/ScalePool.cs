using NeuronActors.Cluster;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Benchmarks.Cases.Scale;

/// <summary>
/// The largest pool that we plan for, put together from the parts that a node keeps it in: 100 nodes × 32 cores, four replicas on each, of
/// 400 models that are on a node's worth of cores each.
/// </summary>
internal static class ScalePool
{
    public const int NodeCount = 100;
    public const int CoresPerNode = 32;
    public const int ReplicasPerCore = 4;

    /// <summary>As <c>hocon/neuron-cluster.conf</c> has it.</summary>
    public const double AnnouncementsPerSecond = NodeCount / 2.0;

    private const int CoreCount = NodeCount * CoresPerNode;

    /// <summary>Each model on so many cores: half of a node and half of the next one.</summary>
    private const int ModelCount = NodeCount * ReplicasPerCore;

    public static ImmutableArray<ModelName> Models { get; } = [.. Enumerable.Range(0, ModelCount).Select(i => new ModelName($"model-{i:000}"))];

    public static PoolLayout Layout { get; } = new(1, [.. Enumerable.Range(0, NodeCount).Select(i => new LayoutNode(NameOf(i), IdOf(i), CoresPerNode))]);

    public static ImmutableDictionary<ModelName, DesiredModel> Desired { get; } = Models
        .Select((model, i) => new DesiredModel(model, SourceOf(model), [.. PartsOf(i).Select(part => new DesiredPart(part.Node, part.Range) { SeenIn = 1, SeenAt = new Epoch(1) })]))
        .ToImmutableDictionary(desired => desired.Model);

    /// <summary>What each node says of itself.</summary>
    public static ImmutableArray<NodeAnnouncement> Announcements(long sequence) => [.. Enumerable.Range(0, NodeCount).Select(node => Announcement(node, sequence))];

    /// <summary>A directory that has heard all of them.</summary>
    public static DirectoryState Directory(IEnumerable<NodeAnnouncement> announcements)
    {
        var state = new DirectoryState();
        for (var i = 0; i < NodeCount; i++) state.Up(IdOf(i), i);
        foreach (var announcement in announcements) state.Take(announcement);
        return state;
    }

    public static PoolPicture Picture() => new(Directory(Announcements(1)).View(), Layout, Desired);

    public static NodeName NameOf(int node) => new($"trn1-{node:000}");

    private static NodeAnnouncement Announcement(int node, long sequence)
    {
        var held = Enumerable.Range(0, ModelCount)
            .SelectMany(model => PartsOf(model).Where(part => part.Node == NameOf(node)).Select(part => (Model: Models[model], part.Range)))
            .ToArray();
        return new NodeAnnouncement(IdOf(node), sequence, new NodeEndpoint(NameOf(node), $"10.0.{node / 250}.{node % 250}", 4101))
        {
            Epoch = new Epoch(1),
            Cores = [.. Enumerable.Range(0, CoresPerNode).Select(core => new CoreStatus(
                new NeuronCoreInfo(new VisibleCoreIndex(core), new PhysicalCoreId(core)),
                CoreState.Ready,
                [.. held.Where(part => part.Range.Cores.Contains(new VisibleCoreIndex(core))).Select(part => new ReplicaStatus(part.Model, "forward", ReplicaState.Ready) { MemoryBytes = 1 << 30 })]))],
            Models = [.. held.Select(part => new AnnouncedModel(part.Model, new Epoch(1), part.Range, new NodeLoad(0, 4, part.Range.NcCount)) { Source = SourceOf(part.Model) })],
        };
    }

    private static ImmutableArray<NodeRange> PartsOf(int model)
    {
        var start = (model * CoresPerNode % CoreCount) + (CoresPerNode / 2);
        return Layout.Split(new PoolRange(start + CoresPerNode <= CoreCount ? start : 0, CoresPerNode));
    }

    private static NodeId IdOf(int node) => new($"akka.tcp://neuron@10.0.{node / 250}.{node % 250}:4100", 1);

    private static ModelSource SourceOf(ModelName model) => new($"/srv/models/{model}/1/model.neff", null);
}
