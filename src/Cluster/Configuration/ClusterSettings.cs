using Akka.Configuration;
using NeuronActors.Cluster.Routing;
using NeuronActors.Configuration;

namespace NeuronActors.Cluster.Configuration;

/// <summary>
/// Every setting under <c>neuron.cluster</c>, read once and checked. Nothing else reads the HOCON. What each means, its unit and its
/// reason stand beside its default in <c>hocon/neuron-cluster.conf</c>.
/// </summary>
internal sealed record ClusterSettings(
    NodeName? NodeName, string Role, TimeSpan AnnounceInterval, TimeSpan ConfirmTimeout, RouteSettings Routing, int WaitCapacity, ChangeSettings Changes, DesiredSettings Desired)
{
    /// <summary>The embedded defaults, those of transport, files and replication included.</summary>
    /// <param name="own">What is set for the system; see <see cref="ReplicationRole"/>.</param>
    public static Config Defaults(Config? own = null) =>
        RoleFor(own).WithFallback(OfPool()).WithFallback(TransportHocon.Defaults()).WithFallback(Akka.DistributedData.DistributedData.DefaultConfig());

    /// <summary>What of them has to be there when a system starts; see <see cref="AkkaPart"/>.</summary>
    /// <param name="own">What is set for the system so far.</param>
    public static Config DefaultsOfAkka(Config own) =>
        RoleFor(own).WithFallback(AkkaPart.Of(OfPool())).WithFallback(Akka.DistributedData.DistributedData.DefaultConfig());

    private static Config RoleFor(Config? own) => ReplicationRole.Of(own ?? Config.Empty, OfPool());

    private static Config OfPool() => ConfigurationFactory.FromResource("NeuronActors.Cluster.neuron-cluster.conf", typeof(ClusterSettings).Assembly);

    /// <exception cref="ConfigurationException">A value cannot be used; the message names its key, the value and what is expected.</exception>
    public static ClusterSettings Read(Config config)
    {
        var cluster = new SettingsReader(config, "neuron.cluster");
        var routing = cluster.Section("routing");
        var changes = cluster.Section("changes");
        var desired = cluster.Section("desired");
        var name = cluster.Text("node-name", text => new NodeName(text));
        return new ClusterSettings(
            name == "default" ? null : new NodeName(name),
            cluster.Text("role"),
            cluster.Section("directory").Time("announce-interval"),
            cluster.Section("directory").Time("confirm-timeout"),
            new RouteSettings(
                routing.Time("fresh-for"),
                routing.Time("silent-after"),
                routing.Time("probe-interval"),
                routing.Time("wait-for-replica")),
            routing.Int("wait-capacity", min: 0),
            new ChangeSettings(
                changes.Time("wait-for-coordinator"),
                changes.Time("step-timeout"),
                changes.Time("wait-for-node"),
                changes.Int("queue-capacity", min: 1)),
            new DesiredSettings(
                desired.Choice<LostNodePolicy>("lost-node"),
                desired.Time("replace-after"),
                desired.Time("reconcile-interval"),
                desired.Time("write-timeout")));
    }
}
