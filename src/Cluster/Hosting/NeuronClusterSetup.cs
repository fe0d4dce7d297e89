using Akka.Actor.Setup;

namespace NeuronActors.Cluster.Hosting;

/// <summary>What the pool takes that no HOCON can hold; added to the <see cref="ActorSystemSetup"/> of a system.</summary>
public sealed class NeuronClusterSetup : Setup
{
    internal static readonly NeuronClusterSetup Empty = new();

    /// <summary>The ways on which requests travel to other nodes. Without them a node runs its own replicas only.</summary>
    public INodeChannels? Channels { get; init; }

    /// <summary>The host and port at which this node takes requests of other nodes, as they can reach them.</summary>
    public (string Host, int Port)? Endpoint { get; init; }

    /// <summary>
    /// Finds the file of a model on this node, and has it brought here where it is not. Without it every node is expected to have a model
    /// at the same path.
    /// </summary>
    public Func<ModelSource, CancellationToken, ValueTask<string>>? Locate { get; init; }
}
