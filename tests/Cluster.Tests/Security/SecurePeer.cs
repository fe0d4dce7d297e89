using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;
using NeuronActors.Cluster.Hosting;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Security;

/// <summary>Peers with certificates.</summary>
internal static class SecurePeer
{
    /// <summary>One that does as a node does.</summary>
    public static RemotePeer Of(TlsSettings tls, string hocon = "") => new($"{Hocon(tls)}\n{hocon}", setup => setup.WithNeuronClusterTls());

    /// <summary>One that takes anybody, and shows its certificate to anybody.</summary>
    public static RemotePeer Stranger(TlsSettings tls) => new(
        "akka.remote.dot-netty.tcp.enable-ssl = on",
        setup => setup.And(new DotNettySslSetup(
            X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile), suppressValidation: true, requireMutualAuthentication: true, (_, _, _, _, _) => true)));

    public static string Hocon(TlsSettings tls) => $$"""
        neuron.cluster.transport.tls {
          enabled = on, ca-file = "{{tls.CaFile}}", certificate-file = "{{tls.CertificateFile}}", key-file = "{{tls.KeyFile}}"
          check-host = {{(tls.CheckHost ? "on" : "off")}}
        }
        """;
}
