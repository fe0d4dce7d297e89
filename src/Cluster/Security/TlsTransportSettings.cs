using System.Net;
using Akka.Configuration;

namespace NeuronActors.Cluster.Security;

/// <summary>Those settings of <c>akka.remote.dot-netty.tcp</c> that <see cref="TlsTransport"/> knows.</summary>
internal sealed record TlsTransportSettings(
    string Host, int Port, string PublicHost, int? PublicPort, int MaxFrameBytes, int Backlog, TimeSpan ConnectTimeout)
{
    /// <exception cref="ConfigurationException">One cannot be used.</exception>
    public static TlsTransportSettings Read(Config config)
    {
        var host = config.GetString("hostname") is { Length: > 0 } given ? given : $"{IPAddress.Any}";
        var publicPort = config.GetInt("public-port");
        return new TlsTransportSettings(
            host,
            config.GetInt("port"),
            config.GetString("public-hostname") is { Length: > 0 } told ? told : host,
            publicPort > 0 ? publicPort : null,
            checked((int)(config.GetByteSize("maximum-frame-size") ?? throw new ConfigurationException("akka.remote.dot-netty.tcp.maximum-frame-size is missing."))),
            config.GetInt("backlog", 4096),
            config.GetTimeSpan("connection-timeout", TimeSpan.FromSeconds(15)));
    }
}
