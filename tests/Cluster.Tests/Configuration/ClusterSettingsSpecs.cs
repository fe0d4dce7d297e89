using Akka.Configuration;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster.Tests.Configuration;

public sealed class ClusterSettingsSpecs
{
    [Fact]
    public void The_defaults_are_those_of_the_file()
    {
        var settings = ClusterSettings.Read(ClusterSettings.Defaults());

        Assert.Equal(
            new ClusterSettings(
                null,
                "neuron",
                TimeSpan.FromSeconds(2),
                TimeSpan.FromSeconds(2),
                new RouteSettings(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(60)),
                1024,
                new ChangeSettings(TimeSpan.FromSeconds(120), TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(15), 64),
                new DesiredSettings(LostNodePolicy.Replace, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5))),
            settings);
    }

    [Theory]
    [InlineData("node-name = \"a/b\"", "neuron.cluster.node-name is 'a/b'")]
    [InlineData("routing.fresh-for = soon", "neuron.cluster.routing.fresh-for is 'soon'")]
    [InlineData("changes.queue-capacity = 0", "neuron.cluster.changes.queue-capacity is '0'")]
    [InlineData("desired.lost-node = ignore", "neuron.cluster.desired.lost-node is 'ignore'")]
    public void A_value_that_cannot_be_used_is_named_with_its_key(string setting, string message)
    {
        var config = ConfigurationFactory.ParseString($"neuron.cluster {{ {setting} }}").WithFallback(ClusterSettings.Defaults());

        Assert.Contains(message, Assert.Throws<ConfigurationException>(() => ClusterSettings.Read(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_its_own_is_taken() =>
        Assert.Equal(
            new NodeName("n7"),
            ClusterSettings.Read(ConfigurationFactory.ParseString("neuron.cluster.node-name = n7").WithFallback(ClusterSettings.Defaults())).NodeName);
}
