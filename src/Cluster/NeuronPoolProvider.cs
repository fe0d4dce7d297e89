using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Hosting;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster;

/// <summary>Starts the pool in an actor system: settings, actors, and their part in the system's shutdown.</summary>
internal sealed class NeuronPoolProvider : ExtensionIdProvider<NeuronPool>
{
    public override NeuronPool CreateExtension(ExtendedActorSystem system)
    {
        // Serializers are made while a system starts: added now they would be too late for the first message.
        if (!system.Settings.Config.HasPath("akka.actor.serializers.neuron-pool"))
        {
            throw new ConfigurationException(
                "The defaults of the pool are not in the HOCON of this system. Start it WithNeuronCluster, or with NeuronPool.DefaultConfig as its fallback.");
        }

        var settings = ClusterSettings.Read(system.Settings.Config);
        var setup = system.Settings.Setup.Get<NeuronClusterSetup>().GetOrElse(NeuronClusterSetup.Empty);
        var address = Akka.Cluster.Cluster.Get(system).SelfAddress;
        var name = settings.NodeName ?? new NodeName($"{address.Host}-{address.Port}");
        var endpoint = new NodeEndpoint(name, setup.Endpoint?.Host ?? "", setup.Endpoint?.Port ?? 0);
        var parts = new PoolParts(NeuronCores.Get(system), settings, endpoint, Logging.GetLogger(system, typeof(NeuronPool)));
        if (setup.Locate is { } locate) parts = parts with { Locate = locate };

        var router = new PoolRouter(parts, setup.Channels ?? new NoChannels());
        var pool = new NeuronPool(parts, router, system.ActorOf(PoolEntryActor.Props(parts, router), PoolEntryActor.Name));

        // Before this node's own replicas refuse: so the others stop sending while everything is still accepted.
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "neuron-pool-announce", async () =>
        {
            var timeout = CoordinatedShutdown.Get(system).Timeout(CoordinatedShutdown.PhaseBeforeServiceUnbind);
            await pool.Entry.Ask<Done>(new PoolDirectoryActor.BeginDraining(), timeout).ConfigureAwait(false);
            return Done.Instance;
        });
        return pool;
    }
}
