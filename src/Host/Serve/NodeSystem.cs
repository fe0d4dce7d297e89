using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;
using NeuronActors.Hosting;

namespace NeuronActors.Node.Serve;

/// <summary>
/// The actor system of a node with the runtime in it. It is started here and not by the host, so that a runtime that cannot start is one
/// exception with one message, and nothing else has begun.
/// </summary>
internal sealed class NodeSystem : IAsyncDisposable
{
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

    private NodeSystem(ActorSystem system, NeuronCores cores) => (_system, Cores) = (system, cores);

    public NeuronCores Cores { get; }

    /// <exception cref="ServeException">The runtime or the actor system cannot start, and why.</exception>
    public static async Task<NodeSystem> StartAsync(Config hocon, ILoggerFactory logs, Func<INeuronRuntime>? runtime = null)
    {
        ActorSystem? system = null;
        try
        {
            system = ActorSystem.Create("neuron", SetupOf(hocon, logs, runtime));
            return new NodeSystem(system, NeuronCores.Get(system));
        }
        catch (Exception failure) when (IsForPeople(failure))
        {
            if (system is not null) await system.Terminate();
            throw new ServeException($"The runtime cannot start: {failure.Message}");
        }
    }

    /// <summary>Refuses, drains, unloads and closes.</summary>
    public async ValueTask DisposeAsync() => await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);

    private static ActorSystemSetup SetupOf(Config hocon, ILoggerFactory logs, Func<INeuronRuntime>? runtime)
    {
        var defaults = ConfigurationFactory.FromResource("NeuronActors.neuron.conf", typeof(NeuronCores).Assembly);
        var config = hocon.WithFallback(ConfigurationFactory.ParseString(Own)).WithFallback(defaults);
        return BootstrapSetup.Create().WithConfig(config)
            .And(new NeuronCoresSetup { Logs = logs, Runtime = runtime })
            .And(new LoggerFactorySetup(logs));
    }

    // What the machine, the environment or the settings are to blame for. Anything else is a defect, and its stack trace is wanted.
    private static bool IsForPeople(Exception failure) =>
        failure is NeuronRuntimeException or VisibleCoresException or ConfigurationException or ArgumentException or DllNotFoundException;
}
