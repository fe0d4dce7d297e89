using Akka.Actor;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests.Changes;

public sealed class PoolCoordinatorActorSpecs : PoolLab
{
    [Fact]
    public async Task Commands_that_come_while_it_takes_over_are_taken_when_it_has()
    {
        var node = (await StartPool(1))[0];
        using var replication = Inbox.Create(node.System);
        using var entry = Inbox.Create(node.System);
        var coordinator = node.System.ActorOf(PoolCoordinatorActor.Props(PartsOf(node), replication.Receiver));

        coordinator.Tell(new PoolDirectoryActor.ViewChanged(node.Picture.View, node.Cluster.SelfAddress, IsSelf: true));
        await ReceiveAsync<ReplicationProtocol.ReadAll>(replication);
        entry.Send(coordinator, new PoolProtocol.Decide("reading", Unload()));
        replication.Send(coordinator, new ReplicationProtocol.AllRead(PoolState.Empty, []));
        var claim = await ReceiveAsync<ReplicationProtocol.WriteState>(replication);
        entry.Send(coordinator, new PoolProtocol.Decide("claiming", Unload()));
        entry.Send(coordinator, new PoolProtocol.Decide("claiming", Unload()));
        replication.Send(coordinator, new ReplicationProtocol.Written(claim.State));

        var answers = new List<object>();
        for (var i = 0; i < 4; i++) answers.Add(await entry.ReceiveAsync(Patience));
        Assert.Equal(["claiming", "reading"], answers.OfType<PoolProtocol.Deciding>().Select(deciding => deciding.Order).Order());
        Assert.All(answers.OfType<PoolRejected>(), refused => Assert.Equal(PoolRejection.ModelNotFound, refused.Reason));
        Assert.Equal(2, answers.OfType<PoolRejected>().Count());
    }

    private static ScopedCommand Unload() => new(PoolScope.Pool, new UnloadModel(Echo));

    private static async Task<T> ReceiveAsync<T>(Inbox inbox) => Assert.IsType<T>(await inbox.ReceiveAsync(Patience));

    // It has nothing to do with files.
    private static PoolParts PartsOf(LabNode node) =>
        new(node.Cores, ClusterSettings.Read(node.System.Settings.Config), new NodeEndpoint(node.Name, "127.0.0.1", 1), null!, node.System.Log);
}
