using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Transport;

namespace NeuronActors.Cluster.Tests.Lab;

/// <summary>Nodes whose actor systems do not hear each other: what they send is lost, and no connection ends. Tensors are not touched.</summary>
internal static class Partition
{
    /// <summary>What nodes need for it in their HOCON.</summary>
    public const string Hocon = "akka.remote.dot-netty.tcp.applied-adapters = [trttl]\n";

    public static Task BeginAsync(LabNode node, params LabNode[] others) => SetAsync(node, others, Blackhole.Instance);

    public static Task EndAsync(LabNode node, params LabNode[] others) => SetAsync(node, others, Unthrottled.Instance);

    private static async Task SetAsync(LabNode node, LabNode[] others, ThrottleMode mode)
    {
        foreach (var other in others)
        {
            await SetAsync(node, other, mode);
            await SetAsync(other, node, mode);
        }
    }

    private static async Task SetAsync(LabNode from, LabNode to, ThrottleMode mode)
    {
        var transport = ((IRemoteActorRefProvider)((ExtendedActorSystem)from.System).Provider).Transport;
        Assert.True(await transport.ManagementCommand(new SetThrottle(to.Cluster.SelfAddress, ThrottleTransportAdapter.Direction.Both, mode)));
    }
}
