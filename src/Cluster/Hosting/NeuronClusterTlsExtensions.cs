using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Security;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Hosting;

/// <summary>Gives Akka's remoting the certificates of <c>neuron.cluster.transport.tls</c>, where no <c>WithNeuronCluster</c> does.</summary>
public static class NeuronClusterTlsExtensions
{
    /// <summary>
    /// Adds mutual TLS to the setup of an actor system, before it is started. Without certificates in its HOCON the setup is given back as it
    /// is.
    /// </summary>
    /// <param name="setup">The setup, with the whole HOCON in its <see cref="BootstrapSetup"/>.</param>
    /// <exception cref="ConfigurationException">The certificates cannot be used, and why.</exception>
    public static ActorSystemSetup WithNeuronClusterTls(this ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var bootstrap = setup.Get<BootstrapSetup>().GetOrElse(BootstrapSetup.Create());
        var config = bootstrap.Config.GetOrElse(Config.Empty);
        if (Load(config) is not { } certificates) return setup;

        return setup
            .And(bootstrap.WithConfig(RemotingTls.Hocon(certificates.Settings).WithFallback(config)))
            .And(new NodeTlsSetup(certificates));
    }

    internal static TransportCertificates? Load(Config config)
    {
        try
        {
            return TransportCertificates.Of(TransportHocon.ReadTls(config.WithFallback(TransportHocon.Defaults())));
        }
        catch (ArgumentException unusable)
        {
            throw new ConfigurationException($"neuron.cluster.transport.tls: {unusable.Message}", unusable);
        }
    }
}
