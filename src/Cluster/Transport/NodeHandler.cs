using System.Net.Sockets;

namespace NeuronActors.Cluster.Transport;

/// <summary>Makes the HTTP/2 side of a channel.</summary>
internal static class NodeHandler
{
    // The most that one stream may have on its way unread: a tensor of this size needs no word from the other side in between.
    private const int StreamWindow = 4 * 1024 * 1024;

    /// <summary>A handler with connections of its own.</summary>
    public static SocketsHttpHandler Make(TransportSettings settings, TransportCertificates? certificates)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindow,
            ConnectTimeout = settings.ConnectTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            KeepAlivePingDelay = settings.KeepAliveDelay,
            KeepAlivePingTimeout = settings.KeepAliveTimeout,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = ConnectAsync,
        };
        if (certificates is not null) handler.SslOptions = certificates.ForChannel();
        return handler;
    }

    // A callback of our own also keeps gRPC's client from its back-off: whether and when to try again is the cluster's affair.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
