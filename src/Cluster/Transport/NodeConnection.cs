using Grpc.Core;
using Grpc.Net.Client;

namespace NeuronActors.Cluster.Transport;

/// <summary>A gRPC channel to one node, over connections that it shares with nobody.</summary>
internal sealed class NodeConnection : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <summary>Makes one; it connects with its first call.</summary>
    /// <exception cref="UriFormatException">The host is none.</exception>
    public NodeConnection(NodeEndpoint endpoint, TransportSettings settings, TransportCertificates? certificates)
    {
        Endpoint = endpoint;
        var address = new UriBuilder(certificates is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, endpoint.Host, endpoint.Port);
        _channel = GrpcChannel.ForAddress(address.Uri, new GrpcChannelOptions
        {
            HttpHandler = NodeHandler.Make(settings, certificates),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = settings.MaxGrpcBytes,
            MaxSendMessageSize = settings.MaxGrpcBytes,
            ThrowOperationCanceledOnCancellation = false,
        });
        Calls = _channel.CreateCallInvoker();
    }

    /// <summary>The node.</summary>
    public NodeEndpoint Endpoint { get; }

    /// <summary>Makes calls.</summary>
    public CallInvoker Calls { get; }

    /// <summary>Closes the connections; calls that run fail.</summary>
    public void Dispose() => _channel.Dispose();
}
