using System.Diagnostics.CodeAnalysis;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Routing;

/// <summary>
/// One life of another node as this node's router deals with it: the channel, what is known of its health, and what ends when it is lost.
/// Everything but the token is touched under the router's lock only.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing, and its token outlives it.")]
internal sealed class NodeLink(NodeId id, NodeEndpoint endpoint, INodeChannel channel, NodeHealth health)
{
    private CancellationTokenSource _lost = new();

    public NodeId Id => id;

    public NodeEndpoint Endpoint => endpoint;

    public NodeName Node => endpoint.Node;

    public INodeChannel Channel => channel;

    public NodeHealth Health => health;

    /// <summary>Requests on their way, of all models.</summary>
    public int Pending { get; set; }

    public bool IsProbing { get; set; }

    /// <summary>Cancelled when what is on its way now is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The node is lost, for now or for good.</summary>
    /// <returns>What is to be cancelled, once the lock has been left.</returns>
    public CancellationTokenSource Lose(string why)
    {
        health.Broke(why);
        var lost = _lost;
        _lost = new CancellationTokenSource();
        return lost;
    }
}
