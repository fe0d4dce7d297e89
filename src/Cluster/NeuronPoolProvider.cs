using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Hosting;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Routing;
using NeuronActors.Cluster.Security;
using NeuronActors.Telemetry;

namespace NeuronActors.Cluster;

/// <summary>Starts the pool in an actor system: settings, listener, actors, and their part in the system's shutdown.</summary>
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

        system.Settings.InjectTopLevelFallback(ClusterSettings.Defaults());
        var config = system.Settings.Config;
        RemotingCheck.Check(system, TransportHocon.ReadTls(config) is not null);
        var settings = ClusterSettings.Read(config);
        var cluster = Akka.Cluster.Cluster.Get(system);
        ReplicationRole.Check(config, cluster.SelfRoles);
        var address = cluster.SelfAddress;
        var name = settings.NodeName ?? new NodeName($"{address.Host}-{address.Port}");
        var cores = NeuronCores.Get(system);
        var setup = system.Settings.Setup.Get<NeuronClusterSetup>().GetOrElse(NeuronClusterSetup.Empty);
        var plane = setup.Channels is { } channels
            ? DataPlane.Of(config, name, channels, setup.IsHere)
            : DataPlane.Start(config, name, address, new AkkaLoggerFactory(system), cores.Clock, setup.IsHere, NodeTlsSetup.Of(system));

        var parts = new PoolParts(cores, settings, plane.Endpoint, plane.Files, Logging.GetLogger(system, typeof(NeuronPool)));
        plane.Files.Unidentified += (path, why) => PoolLog.Unidentified(parts.Log, path, why);
        var router = new PoolRouter(parts, plane.Channels);
        plane.Serve(router.ServeAsync);
        var entry = system.ActorOf(PoolEntryActor.Props(parts, router), PoolEntryActor.Name);
        var handOver = new HandOver(parts, entry, CoordinatedShutdown.Get(system).Timeout(HandOver.Phase));
        var pool = new NeuronPool(parts, router, entry, handOver);
        Register(system, pool, plane);
        return pool;
    }

    private static void Register(ExtendedActorSystem system, NeuronPool pool, DataPlane plane)
    {
        var shutdown = CoordinatedShutdown.Get(system);

        shutdown.AddTask(HandOver.Phase, "neuron-pool-hand-over", async () =>
        {
            await pool.HandOverAsync().ConfigureAwait(false);
            return Done.Instance;
        });

        // Before this node's own replicas refuse: so the others stop sending while everything is still accepted.
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "neuron-pool-announce", async () =>
        {
            var timeout = shutdown.Timeout(CoordinatedShutdown.PhaseBeforeServiceUnbind);
            await pool.Entry.Ask<Done>(new PoolDirectoryActor.BeginDraining(), timeout).ConfigureAwait(false);
            return Done.Instance;
        });

        // By then every accepted request has been answered, those of other nodes included.
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "neuron-transport-stop", async () =>
        {
            await plane.StopAsync().ConfigureAwait(false);
            return Done.Instance;
        });
        system.RegisterOnTermination(plane.Abort);
    }
}
