using Akka.Actor;
using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Placement;

/// <summary>What follows when a core fails or comes back.</summary>
internal sealed partial class PlacementCoordinatorActor
{
    private void OnCoreLost(CoreProtocol.CoreLost lost)
    {
        State.SetInService(lost.Core, false);
        foreach (var model in State.Models.ToArray()) LoseReplicas(model, lost);
        Context.System.EventStream.Publish(new PlacementNews(SettledEpoch));
        BeginWhatMay();
    }

    private void LoseReplicas(PlacedModel model, CoreProtocol.CoreLost lost)
    {
        var run = _runs.GetValueOrDefault(model.Name);
        var lostSubgraphs = model.Subgraphs.Where(subgraph => subgraph.Cores.Contains(lost.Core)).ToArray();
        foreach (var subgraph in lostSubgraphs) LoseReplica(model, subgraph, lost.Core, run);

        // Before the running change hears of it, so that its release knows that a healing follows.
        // If that is a load that fails, the model is gone by then, and the healing is dropped.
        if (lostSubgraphs.Length > 0 && run?.Kind is not ChangeKind.Unload) Heal(model);
        run?.Change.CoreLost(lost.Core, lost.Reason);
    }

    private void LoseReplica(PlacedModel model, PlacedSubgraph subgraph, VisibleCoreIndex core, ChangeRun? run)
    {
        var key = new ReplicaKey(model.Name, subgraph.Name, core);

        // Without a run the newest there is, and not the model's: a change that failed was a later one to its router.
        var epoch = run?.Change.Epoch ?? _epoch;
        PlacementLog.ReplicaLost(_log, key);
        subgraph.Cores = subgraph.Cores.Remove(core);
        subgraph.Planned = subgraph.Planned.Remove(core);

        // A model that is on its way out is not healed, so what waits for this replica must not be kept waiting.
        if (run?.Kind == ChangeKind.Unload)
        {
            model.Router.Tell(new RouterProtocol.Remove(epoch, key));
            model.Router.Tell(new RouterProtocol.Release(epoch, subgraph.Name, subgraph.Cores, "its core failed", HeldStill: false));
        }
        else
        {
            model.Router.Tell(new RouterProtocol.Hold(epoch, subgraph.Name));
            model.Router.Tell(new RouterProtocol.Remove(epoch, key));
        }
    }

    private void OnCoreRecovered(VisibleCoreIndex core)
    {
        State.SetInService(core, true);
        foreach (var model in State.Models.Where(State.NeedsHealing)) Heal(model);
        Context.System.EventStream.Publish(new PlacementNews(SettledEpoch));
        BeginWhatMay();
    }

    private void OnHealDue(ModelName name)
    {
        if (!State.TryFind(name, out var model) || !State.NeedsHealing(model)) return;

        Heal(model);
        BeginWhatMay();
    }

    private void Heal(PlacedModel model) => _queue.AddHealing(new QueuedChange(model.Name, null, ActorRefs.Nobody));
}
