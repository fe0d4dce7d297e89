using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Routing;

/// <summary>
/// One life of another node as this node's router deals with it: the channel, and what is known of its health. Touched under the router's
/// lock only.
/// </summary>
internal sealed class NodeLink(NodeId id, NodeEndpoint endpoint, INodeChannel channel, NodeHealth health)
{
    public NodeId Id => id;

    public NodeEndpoint Endpoint => endpoint;

    public NodeName Node => endpoint.Node;

    public INodeChannel Channel => channel;

    public NodeHealth Health => health;

    /// <summary>Requests on their way, of all models.</summary>
    public int Pending { get; set; }

    public bool IsProbing { get; set; }
}
