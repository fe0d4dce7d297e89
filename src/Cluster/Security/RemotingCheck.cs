using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;

namespace NeuronActors.Cluster.Security;

/// <summary>Checks that a system whose nodes are to know each other by certificates does not listen to anybody without.</summary>
internal static class RemotingCheck
{
    private const string Secure = "ssl.tcp";

    /// <param name="system">The system; its remoting has started.</param>
    /// <param name="isSecure">Whether there are certificates.</param>
    /// <exception cref="ConfigurationException">It would listen to anybody.</exception>
    public static void Check(ExtendedActorSystem system, bool isSecure)
    {
        if (!isSecure) return;

        var open = ((IRemoteActorRefProvider)system.Provider).Transport.Addresses.FirstOrDefault(address => !address.Protocol.EndsWith(Secure, StringComparison.Ordinal));
        if (open is null && NodeTlsSetup.Of(system) is not null) return;

        throw new ConfigurationException(
            $"neuron.cluster.transport.tls is on, and Akka's remoting {(open is null ? "has other certificates" : $"listens at {open} without")}. Both have to be the same: "
            + "set it before WithNeuronCluster, or add WithNeuronClusterTls to the setup of the system, before it starts.");
    }
}
