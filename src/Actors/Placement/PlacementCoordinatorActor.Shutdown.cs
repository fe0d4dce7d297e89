using Akka.Actor;
using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Placement;

/// <summary>How a node goes down: refuse, drain, unload. The phases are those of CoordinatedShutdown.</summary>
internal sealed partial class PlacementCoordinatorActor
{
    private readonly HashSet<ModelName> _notIdle = [];
    private readonly HashSet<VisibleCoreIndex> _notStopped = [];
    private IActorRef? _awaitsIdle;
    private IActorRef? _awaitsUnload;
    private bool _isStopping;
    private bool _isClean = true;

    private void OnShutdown(ShutdownProtocol.Message step)
    {
        switch (step)
        {
            case ShutdownProtocol.Announce:
                Announce();
                Sender.Tell(new ShutdownProtocol.Done());
                break;
            case ShutdownProtocol.AwaitIdle:
                _awaitsIdle = Sender;
                ReportIdle();
                break;
            case ShutdownProtocol.UnloadAll:
                _awaitsUnload = Sender;
                StopCores();
                break;
        }
    }

    private void Announce()
    {
        if (_isStopping) return;

        _isStopping = true;
        foreach (var waiting in _queue.Clear()) Refuse(waiting.ReplyTo, waiting.Command, NodeStops());

        var routed = State.Models.Where(model => !model.Router.IsNobody()).ToArray();
        PlacementLog.Draining(_log, routed.Length);
        foreach (var model in routed)
        {
            // An unload that is waiting for the same answer goes on with it.
            if (_runs.TryGetValue(model.Name, out var run) && run.IsRetiring) continue;

            Retire(model);
        }
    }

    private void Retire(PlacedModel model)
    {
        _notIdle.Add(model.Name);
        model.Router.Tell(new RouterProtocol.Retire(NodeIsStopping: true), Self);
    }

    private void ReportIdle()
    {
        if (_awaitsIdle is null || _notIdle.Count > 0 || _runs.Count > 0) return;

        _awaitsIdle.Tell(new ShutdownProtocol.Done());
        _awaitsIdle = null;
    }

    private void StopCores()
    {
        foreach (var vitals in _setup.Cores)
        {
            _notStopped.Add(vitals.Info.Index);
            Core(vitals.Info.Index).Tell(new CoreProtocol.Stop(), Self);
        }
    }

    private void OnCoreStopped(CoreProtocol.Stopped stopped)
    {
        if (!stopped.IsClean) PlacementLog.NotClean(_log, stopped.Core);
        _isClean &= stopped.IsClean;
        _notStopped.Remove(stopped.Core);
        if (_notStopped.Count > 0) return;

        _awaitsUnload?.Tell(new ShutdownProtocol.Unloaded(_isClean));
        _awaitsUnload = null;
    }
}
