using System.Text;
using Akka.Configuration;

namespace NeuronActors.Cluster.Hosting;

/// <summary>
/// What a developer sets in code. What is null is left to the HOCON, and there to the defaults in <c>neuron-cluster.conf</c>, where units
/// and reasons stand.
/// </summary>
public sealed class NeuronClusterOptions
{
    /// <summary>The name of this node: <c>neuron.cluster.node-name</c>.</summary>
    public NodeName? NodeName { get; set; }

    /// <summary>What becomes of the replicas of a lost node: <c>neuron.cluster.desired.lost-node</c>.</summary>
    public LostNodePolicy? LostNode { get; set; }

    /// <summary>The ways on which requests travel to other nodes.</summary>
    public INodeChannels? Channels { get; set; }

    /// <summary>The host and port at which this node takes requests of other nodes.</summary>
    public (string Host, int Port)? Endpoint { get; set; }

    /// <summary>Finds the file of a model on this node.</summary>
    public Func<ModelSource, CancellationToken, ValueTask<string>>? Locate { get; set; }

    internal Config ToConfig()
    {
        var text = new StringBuilder();
        if (NodeName is { } name) text.AppendLine($"neuron.cluster.node-name = \"{name}\"");
        if (LostNode is { } policy) text.AppendLine($"neuron.cluster.desired.lost-node = {NeuronActors.Configuration.SettingsReader.Kebab(policy)}");
        return ConfigurationFactory.ParseString(text.ToString());
    }
}
