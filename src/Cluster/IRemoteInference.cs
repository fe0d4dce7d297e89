namespace NeuronActors.Cluster;

/// <summary>Where a node takes requests from other nodes.</summary>
/// <param name="Node">The node.</param>
/// <param name="Host">The host to connect to.</param>
/// <param name="Port">The port.</param>
internal sealed record NodeEndpoint(NodeName Node, string Host, int Port);

/// <summary>What a node has to do for one model, at the moment in which it says so.</summary>
/// <param name="Waiting">Requests that wait there for a replica.</param>
/// <param name="InFlight">Requests that are with a replica.</param>
/// <param name="Ready">Replicas that take requests.</param>
internal readonly record struct NodeLoad(int Waiting, int InFlight, int Ready);

/// <summary>What another node answers: the answer, and what it has to do now. So whoever asks much knows much.</summary>
/// <param name="Answer">The one answer of the request.</param>
/// <param name="Load">The load of the model on that node when it answered; null when it has not said.</param>
internal sealed record RemoteAnswer(InferAnswer Answer, NodeLoad? Load)
{
    /// <summary>Whether this is the channel's own word: the node has not been heard, and may not even be there.</summary>
    public bool IsOfChannel { get; init; }
}

/// <summary>A way to one node on which tensors travel. Thread-safe; any number of requests may be on their way.</summary>
internal interface INodeChannel : IAsyncDisposable
{
    /// <summary>
    /// The node, or the way to it, is about to be gone: raised at once, from any thread, at least once for each loss. What is on its way
    /// may still be answered, where the node only goes down; what is not fails by itself. The channel goes on, and connects again with the
    /// next request.
    /// </summary>
    event EventHandler? Broken;

    /// <summary>Has a request run by that node, on its own replicas only.</summary>
    /// <param name="request">The request. Its memory is to be left alone until the task has ended.</param>
    /// <param name="cancellationToken">Takes the request back, at the node as well.</param>
    /// <returns>The node's answer, refusals and failures included. When the request's deadline passes first, the channel says so.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NodeLostException">No answer will come: the node could not be reached, or the connection broke; says whether it may have been executed.</exception>
    ValueTask<RemoteAnswer> InferAsync(Infer request, CancellationToken cancellationToken);

    /// <summary>
    /// The node does not answer any more: what is on its way to it ends with a <see cref="NodeLostException"/>, and so does what waits to be
    /// sent. The channel goes on, over new connections.
    /// </summary>
    void GiveUp(string why);
}

/// <summary>Makes the ways to other nodes.</summary>
internal interface INodeChannels
{
    /// <summary>Makes one; connects with the first request.</summary>
    INodeChannel Connect(NodeEndpoint endpoint);
}
