using Akka;
using Akka.Actor;
using NeuronActors.Placement;

namespace NeuronActors;

/// <summary>The runtime's part in CoordinatedShutdown: refuse, then drain, then unload and close.</summary>
internal static class NodeShutdown
{
    public static void Register(ExtendedActorSystem system, NeuronCores cores, RuntimeParts parts)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "neuron-announce", async () =>
        {
            await Tell<ShutdownProtocol.Done>(new ShutdownProtocol.Announce(), CoordinatedShutdown.PhaseBeforeServiceUnbind).ConfigureAwait(false);
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "neuron-drain", async () =>
        {
            await Tell<ShutdownProtocol.Done>(new ShutdownProtocol.AwaitIdle(), CoordinatedShutdown.PhaseServiceRequestsDone).ConfigureAwait(false);
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "neuron-unload", async () =>
        {
            var unloaded = await Tell<ShutdownProtocol.Unloaded>(new ShutdownProtocol.UnloadAll(), CoordinatedShutdown.PhaseServiceStop).ConfigureAwait(false);
            if (unloaded.IsClean) parts.Runtime.Dispose();
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "neuron-stopped", () =>
        {
            cores.MarkStopped();
            parts.Meter.Dispose();
            return Task.FromResult(Done.Instance);
        });

        Task<T> Tell<T>(ShutdownProtocol.Message step, string phase) =>
            cores.Entry.Ask<T>(step, CoordinatedShutdown.Get(system).Timeout(phase));
    }
}
