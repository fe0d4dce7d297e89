using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;
using NeuronActors.Cluster;
using NeuronActors.Cluster.Hosting;
using NeuronActors.Hosting;
using NeuronActors.Node.Serve.Joining;

namespace NeuronActors.Node.Serve;

/// <summary>
/// The actor system of a node with the runtime in it, and the pool where the node takes part in one. It is started here and not by the host,
/// so that a runtime that cannot start is one exception with one message, and nothing else has begun.
/// </summary>
internal sealed class NodeSystem : IAsyncDisposable
{
    /// <summary>The name of the actor system; part of the address by which nodes know each other.</summary>
    public const string Name = "neuron";

    // Akka writes to standard output until its own log is there; what happens then is thrown. The program itself hears the signals, and
    // ends at once when it is told to a second time.
    private const string Own =
        """
        akka.stdout-loglevel = OFF
        akka.loglevel = WARNING
        akka.loggers = ["Akka.Hosting.Logging.LoggerFactoryLogger, Akka.Hosting"]
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    private readonly ActorSystem _system;

    private NodeSystem(ActorSystem system, NeuronCores cores, Membership? membership) => (_system, Cores, Membership) = (system, cores, membership);

    public NeuronCores Cores { get; }

    /// <summary>This node's part in a pool; null when it is alone.</summary>
    public Membership? Membership { get; }

    /// <summary>Ends when the system does, by <see cref="DisposeAsync"/> or because the cluster has removed this node.</summary>
    public Task Ended => _system.WhenTerminated;

    /// <exception cref="ServeException">The runtime, the pool or the actor system cannot start, and why.</exception>
    public static async Task<NodeSystem> StartAsync(ServeOptions options, ILoggerFactory logs, Func<INeuronRuntime>? runtime = null)
    {
        ActorSystem? system = null;
        var what = "runtime";
        try
        {
            if (options.Cluster is not null) what = $"listener of --cluster-host {options.Cluster.Host} and --cluster-port {options.Cluster.Port}";
            system = ActorSystem.Create(Name, SetupOf(options, logs, runtime));
            what = "runtime";
            var cores = NeuronCores.Get(system);
            what = "pool";
            return new NodeSystem(system, cores, options.Cluster is { } cluster ? Membership.Begin(system, cluster) : null);
        }
        catch (Exception failure) when (IsForPeople(failure.GetBaseException()))
        {
            if (system is not null) await system.Terminate();
            throw new ServeException($"The {what} cannot start: {failure.GetBaseException().Message}");
        }
    }

    /// <summary>Refuses, drains, unloads, leaves the cluster and closes.</summary>
    public async ValueTask DisposeAsync() => await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);

    private static ActorSystemSetup SetupOf(ServeOptions options, ILoggerFactory logs, Func<INeuronRuntime>? runtime)
    {
        var config = options.Hocon;
        if (options.Cluster is { } cluster) config = ClusterHocon.Of(cluster).WithFallback(config);
        config = config.WithFallback(ConfigurationFactory.ParseString(Own));
        if (options.Cluster is not null) config = config.WithFallback(NeuronPool.DefaultConfigFor(config));
        config = config.WithFallback(ConfigurationFactory.FromResource("NeuronActors.neuron.conf", typeof(NeuronCores).Assembly));
        return BootstrapSetup.Create().WithConfig(config)
            .And(new NeuronCoresSetup { Logs = logs, Runtime = runtime })
            .And(new LoggerFactorySetup(logs))
            .WithNeuronClusterTls();
    }

    // What the machine, the environment or the settings are to blame for. Anything else is a defect, and its stack trace is wanted.
    private static bool IsForPeople(Exception failure) =>
        failure is NeuronRuntimeException or VisibleCoresException or ConfigurationException or ArgumentException or DllNotFoundException
            or IOException or System.Net.Sockets.SocketException or Akka.Remote.RemoteTransportException;
}
