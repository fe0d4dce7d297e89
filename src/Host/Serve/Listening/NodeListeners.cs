using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace NeuronActors.Node.Serve.Listening;

/// <summary>The addresses that a node listens on. Front ends that were given one address share it.</summary>
internal sealed class NodeListeners(ServeOptions options)
{
    private readonly List<(ListenAddress Address, NodeSurface Surface, ListenOptions Listener)> _listeners = [];

    /// <summary>Where REST and the dashboard are; known once the node listens.</summary>
    public Uri Http => UriOf(NodeSurface.Http)!;

    /// <summary>Where gRPC is; null when it is off.</summary>
    public Uri? Grpc => UriOf(NodeSurface.Grpc);

    /// <summary>Where metrics are; null when they are off.</summary>
    public Uri? Metrics => UriOf(NodeSurface.Metrics);

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // Each front end bounds what it reads, and answers what is too large with a status. Here the connection would be broken off under
        // the client, which then sees no answer; so, what is left of a body is read and dropped for some seconds.
        kestrel.Limits.MaxRequestBodySize = null;
        var tls = options.Tls is { } settings ? TlsSetup.Create(settings) : null;
        foreach (var (address, surface) in Surfaces())
        {
            kestrel.Listen(address.EndPoint, listener =>
            {
                Set(listener, address, surface, tls);
                _listeners.Add((address, surface, listener));
            });
        }
    }

    private static void Set(ListenOptions listener, ListenAddress address, NodeSurface surface, HttpsConnectionAdapterOptions? tls)
    {
        if (address.IsTls) listener.UseHttps(tls!);
        listener.Protocols =
            surface == NodeSurface.Grpc ? HttpProtocols.Http2
            : address.IsTls ? HttpProtocols.Http1AndHttp2
            : HttpProtocols.Http1;
        var feature = new SurfaceFeature(surface);
        listener.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }

    private IEnumerable<(ListenAddress Address, NodeSurface Surface)> Surfaces() =>
        new (ListenAddress Address, NodeSurface Surface)[] { (options.Http, NodeSurface.Http), (options.Grpc!, NodeSurface.Grpc), (options.Metrics!, NodeSurface.Metrics) }
            .Where(each => each.Address is not null)
            .GroupBy(each => each.Address.EndPoint.Port == 0 ? (object)each.Surface : each.Address)
            .Select(shared => (shared.First().Address, shared.Aggregate(NodeSurface.None, (all, each) => all | each.Surface)));

    private Uri? UriOf(NodeSurface surface)
    {
        var found = _listeners.FirstOrDefault(listener => (listener.Surface & surface) != 0);

        // The server has put the real port in there.
        return found.Listener is null ? null : found.Address.UriOf(((IPEndPoint)found.Listener.EndPoint).Port);
    }
}
