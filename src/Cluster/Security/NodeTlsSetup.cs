using Akka.Actor;
using Akka.Actor.Setup;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Security;

/// <summary>Tells the pool that Akka's remoting has been given the certificates, and which.</summary>
internal sealed class NodeTlsSetup(TransportCertificates certificates) : Setup
{
    public TransportCertificates Certificates { get; } = certificates;

    /// <summary>Those of a system; null where it has none.</summary>
    public static TransportCertificates? Of(ActorSystem system) =>
        system.Settings.Setup.Get<NodeTlsSetup>() is { HasValue: true } setup ? setup.Value.Certificates : null;
}
