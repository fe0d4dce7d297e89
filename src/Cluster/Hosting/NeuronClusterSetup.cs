using Akka.Actor.Setup;

namespace NeuronActors.Cluster.Hosting;

/// <summary>What specs of several nodes in one process need: other ways between nodes, and disks that are not the same.</summary>
internal sealed class NeuronClusterSetup : Setup
{
    public static readonly NeuronClusterSetup Empty = new();

    /// <summary>Ways that can be broken at will; there is no listener then. Null for the pool's own.</summary>
    public INodeChannels? Channels { get; init; }

    /// <summary>Whether there is a file or folder of a full path on this node.</summary>
    public Func<string, bool> IsHere { get; init; } = Path.Exists;
}
