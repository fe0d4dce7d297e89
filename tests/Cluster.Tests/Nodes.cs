using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Tests;

/// <summary>Nodes and announcements in a word or two.</summary>
internal static class Nodes
{
    public static readonly ModelName Echo = new("echo");

    public static NodeName Named(int number) => new($"n{number}");

    public static NodeId Id(int number, long life = 1) => new($"akka.tcp://s@host{number}:1", life);

    public static NodeAnnouncement Says(int number, long sequence = 1, long life = 1, int cores = 4, params (ModelName Model, NcRange Range)[] models) =>
        new(Id(number, life), sequence, new NodeEndpoint(Named(number), $"host{number}", 1))
        {
            Epoch = new Epoch(sequence),
            Cores = [.. Enumerable.Range(0, cores).Select(Core)],
            Models = [.. models.Select(model => new AnnouncedModel(model.Model, new Epoch(sequence), model.Range, new NodeLoad(0, 0, model.Range.NcCount)))],
        };

    public static NodeEntry Entry(NodeAnnouncement says, bool isReachable = true) => new(says.Id, 1, isReachable, IsLeaving: false, says);

    private static CoreStatus Core(int index) =>
        new(new NeuronCoreInfo(new VisibleCoreIndex(index), new PhysicalCoreId(index)), CoreState.Ready, []);
}
