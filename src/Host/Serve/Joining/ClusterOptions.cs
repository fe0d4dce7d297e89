using NeuronActors.Cluster;

namespace NeuronActors.Node.Serve.Joining;

/// <summary>How a node takes part in a pool.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Its name, which must differ from node to node.</summary>
    public required NodeName Name { get; init; }

    /// <summary>Where it listens for other nodes, and the host by which they reach it.</summary>
    public required string Host { get; init; }

    /// <summary>The port for control; 0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>The port for tensors and model files; 0 takes a free one.</summary>
    public int DataPort { get; init; }

    /// <summary>Nodes to join, itself perhaps among them; none means that it begins a cluster of its own.</summary>
    public ImmutableArray<SeedAddress> Seeds { get; init; } = [];

    /// <summary>Mutual TLS between nodes; null for none.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>What becomes of the replicas of a lost node; null leaves that to the HOCON.</summary>
    public LostNodePolicy? LostNode { get; init; }

    /// <summary>Where model files of other nodes are kept; null for a folder of this node's below the one for temporary files.</summary>
    public string? CacheDirectory { get; init; }
}
