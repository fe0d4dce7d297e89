using Akka.Actor;
using Akka.Configuration;
using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>Members of the cluster that take no part in the pool.</summary>
public sealed class RoleSpecs : PoolLab
{
    private const string Member = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.cluster { roles = [client], gossip-interval = 200ms, leader-actions-interval = 200ms, periodic-tasks-initial-delay = 200ms }
        """;

    [Fact]
    public async Task What_is_meant_does_not_wait_for_members_without_the_role()
    {
        const string Long = "neuron.cluster.desired.write-timeout = 1h";
        var first = (await StartPool(1, cores: 2, Long))[0];
        using var one = await JoinedAsync(first);
        using var other = await JoinedAsync(first);
        var second = Start("n2", cores: 2, Long);
        await Join(second, first);

        await LoadAsync([first, second], start: 1, count: 2);

        await BothAnswerAsync(first);
    }

    private static async Task<ActorSystem> JoinedAsync(LabNode seed)
    {
        var system = ActorSystem.Create("pool", ConfigurationFactory.ParseString(Member).WithFallback(NeuronPool.DefaultConfig));
        await Akka.Cluster.Cluster.Get(system).JoinAsync(seed.Cluster.SelfAddress).WaitAsync(Patience);
        return system;
    }
}
