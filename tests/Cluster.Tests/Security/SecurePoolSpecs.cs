using NeuronActors.Cluster.Tests.Lab;
using NeuronActors.Cluster.Tests.Sockets;

namespace NeuronActors.Cluster.Tests.Security;

public sealed class SecurePoolSpecs : PoolLab
{
    // Tensors and model files go over real sockets.
    private protected override Wires? Ways => null;

    [Fact]
    public async Task A_pool_over_tls_works_and_a_node_of_another_authority_does_not_get_in()
    {
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        var nodes = await StartPool(2, cores: 1, SecurePeer.Hocon(certificates.Issue()));
        var stranger = Start("n3", cores: 1, SecurePeer.Hocon(others.Issue()));
        var joining = stranger.Cluster.JoinAsync(nodes[0].Cluster.SelfAddress);
        await LoadAsync(nodes, start: 0, count: 2);
        await BothAnswerAsync(nodes[0]);

        await nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, 1, 1));

        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 5));
        Assert.Equal(2, nodes[0].Picture.View.Nodes.Length);
        Assert.False(joining.IsCompletedSuccessfully);
        Assert.Empty(stranger.Picture.View.Nodes);
        Assert.StartsWith("akka.ssl.tcp://", nodes[0].Cluster.SelfAddress.ToString(), StringComparison.Ordinal);
    }
}
