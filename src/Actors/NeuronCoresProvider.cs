using Akka.Actor;
using Akka.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeuronActors.Configuration;
using NeuronActors.Hosting;
using NeuronActors.Serialization;
using NeuronActors.Telemetry;

namespace NeuronActors;

/// <summary>Starts the runtime in an actor system: settings, runtime, actors, and their part in the system's shutdown.</summary>
internal sealed class NeuronCoresProvider : ExtensionIdProvider<NeuronCores>
{
    public override NeuronCores CreateExtension(ExtendedActorSystem system)
    {
        NeuronWireExtension.Get(system);
        var settings = NeuronSettings.Read(system.Settings.Config);

        var setup = system.Settings.Setup.Get<NeuronCoresSetup>().GetOrElse(NeuronCoresSetup.Empty);
        var logs = LogsOf(system, setup);
        var runtime = setup.Runtime?.Invoke() ?? RuntimeFactory.Create(settings, logs.CreateLogger("NeuronActors.Runtime"));
        try
        {
            var parts = new RuntimeParts(runtime, settings, logs, setup.Clock ?? TimeProvider.System);
            var cores = new NeuronCores(parts, system.ActorOf(NeuronEntryActor.Props(parts), "neuron"), system.WhenTerminated);
            LostInferRef.Listen(system, cores.Entry);
            NodeShutdown.Register(system, cores, parts);
            return cores;
        }
        catch
        {
            runtime.Dispose();
            throw;
        }
    }

    // Under a host the host's own log; otherwise the actor system's.
    private static ILoggerFactory LogsOf(ExtendedActorSystem system, NeuronCoresSetup setup)
    {
        if (setup.Logs is { } given) return given;

        var injected = system.Settings.Setup.Get<DependencyResolverSetup>();
        return (injected.HasValue ? injected.Value.DependencyResolver.GetService<ILoggerFactory>() : null) ?? new AkkaLoggerFactory(system);
    }
}
