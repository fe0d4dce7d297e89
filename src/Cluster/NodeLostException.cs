using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster;

/// <summary>The connection to a node broke, or could not be made, before the answer to a request came.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its node.")]
internal sealed class NodeLostException : IOException
{
    /// <summary>Makes one.</summary>
    /// <param name="endpoint">The node.</param>
    /// <param name="reason">What went wrong.</param>
    /// <param name="mayHaveRun">Whether the node may have begun to execute the request.</param>
    /// <param name="cause">The cause, if it is an exception.</param>
    public NodeLostException(NodeEndpoint endpoint, string reason, bool mayHaveRun, Exception? cause = null)
        : base($"The node {endpoint.Node} at {endpoint.Host}:{endpoint.Port} is lost: {reason}", cause)
    {
        Endpoint = endpoint;
        Reason = reason;
        MayHaveRun = mayHaveRun;
    }

    /// <summary>The node.</summary>
    public NodeEndpoint Endpoint { get; }

    /// <summary>What went wrong.</summary>
    public string Reason { get; }

    /// <summary>Whether the node may have begun to execute the request; false when it never left this side.</summary>
    public bool MayHaveRun { get; }
}
