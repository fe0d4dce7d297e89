namespace NeuronActors.Cluster.Routing;

/// <summary>No way to any other node: every request for another node's replicas is refused there and then.</summary>
internal sealed class NoChannels : INodeChannels
{
    public INodeChannel Connect(NodeEndpoint endpoint) => new NoChannel();

    private sealed class NoChannel : INodeChannel
    {
        public event EventHandler? Broken
        {
            add { }
            remove { }
        }

        public ValueTask<RemoteAnswer> InferAsync(Infer request, CancellationToken cancellationToken) =>
            ValueTask.FromException<RemoteAnswer>(new IOException("This node was started without channels to other nodes."));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
