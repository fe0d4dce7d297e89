using Akka.Configuration;
using NeuronActors.Cluster.Configuration;

namespace NeuronActors.Cluster.Tests.Configuration;

public sealed class ReplicationRoleSpecs
{
    [Theory]
    [InlineData("", "neuron")]
    [InlineData("neuron.cluster.role = gpu, akka.cluster.roles = [web, gpu]", "gpu")]
    [InlineData("akka.cluster.roles = [web]", "")]
    [InlineData("akka.cluster.distributed-data.role = web", "web")]
    public void What_is_meant_is_replicated_among_the_members_with_the_role_unless_something_else_is_said(string own, string role)
    {
        var config = ConfigurationFactory.ParseString(own);

        Assert.Equal(role, config.WithFallback(NeuronPool.DefaultConfigFor(config)).GetString("akka.cluster.distributed-data.role"));
    }

    [Fact]
    public void What_is_set_of_replication_besides_has_its_effect()
    {
        var config = ConfigurationFactory.ParseString("akka.cluster.distributed-data.gossip-interval = 200ms").WithFallback(NeuronPool.DefaultConfig);

        Assert.Equal(TimeSpan.FromMilliseconds(200), Akka.DistributedData.ReplicatorSettings.Create(config.GetConfig("akka.cluster.distributed-data")).GossipInterval);
    }

    [Fact]
    public void A_role_that_the_node_has_not_is_named_with_the_one_that_is_expected()
    {
        var config = ConfigurationFactory.ParseString("neuron.cluster.role = gpu").WithFallback(NeuronPool.DefaultConfig);

        var wrong = Assert.Throws<ConfigurationException>(() => ReplicationRole.Check(config, ["gpu", "web"]));
        Assert.Contains("distributed-data.role is 'neuron', which is none of this node's akka.cluster.roles (gpu, web)", wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith("'gpu'.", wrong.Message, StringComparison.Ordinal);
    }
}
