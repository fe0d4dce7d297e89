using Akka.Configuration;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Security;

/// <summary>What puts <see cref="TlsTransport"/> into Akka's remoting.</summary>
internal static class RemotingTls
{
    /// <summary>The settings that go before all others.</summary>
    public static Config Hocon(TlsSettings tls)
    {
        // A host can be checked by who connects only. So with it nobody is answered on a connection that the other side has made: who
        // comes in under a false address hears nothing, because the answer goes to that address, over a connection of our own.
        var passive = tls.CheckHost ? "use-passive-connections = off" : "";
        return ConfigurationFactory.ParseString($$"""
            akka.remote {
              dot-netty.tcp.transport-class = "{{typeof(TlsTransport).FullName}}, {{typeof(TlsTransport).Assembly.GetName().Name}}"
              {{passive}}
            }
            """);
    }
}
