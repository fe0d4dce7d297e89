using System.Diagnostics;
using Akka.Actor;
using static NeuronActors.Cores.CoreProtocol;

namespace NeuronActors.Cores;

/// <summary>How replicas come onto the core and leave it.</summary>
internal sealed partial class NeuronCoreActor
{
    private void Load(LoadReplica load)
    {
        if (!IsInService)
        {
            Sender.Tell(new ReplicaLoadFailed(
                load.Epoch, load.Key, RuntimeErrorKind.DeviceFault, $"NeuronCore {_info.Index} is out of service: {_vitals.Reason}", null));
            return;
        }

        if (_replicas.TryGetValue(load.Key, out var known) && known is { Replica: { } loaded, IsUnloading: false })
        {
            Sender.Tell(new ReplicaLoaded(load.Epoch, loaded));
            return;
        }

        var (lane, replyTo, begun) = (_lane, Sender, Stopwatch.GetTimestamp());
        _replicas[load.Key] = new ReplicaSlot(load.Epoch);
        Admin(
            () => new LoadEnded(load, new Replica(load.Key, _runtime.Load(load.File, _info.Index), lane), replyTo, begun),
            failure => new LoadBroke(load, failure, replyTo));
    }

    private void OnLoaded(LoadEnded ended)
    {
        var (load, replica) = (ended.Load, ended.Replica);
        var slot = _replicas.GetValueOrDefault(load.Key);
        if (slot is null || slot.Epoch != load.Epoch || slot.IsAbandoned || replica.Lane != _lane || !IsInService)
        {
            // Nobody waits for it any more, or the core has gone out of service under it.
            if (slot?.Epoch == load.Epoch) _replicas.Remove(load.Key);
            BeginUnload(load.Key, replica.Subgraph, load.Epoch, ActorRefs.Nobody);
            var why = slot is { IsAbandoned: true } ? "it took too long" : $"NeuronCore {_info.Index} is out of service: {_vitals.Reason}";
            ended.ReplyTo.Tell(new ReplicaLoadFailed(load.Epoch, load.Key, RuntimeErrorKind.DeviceFault, why, null));
            return;
        }

        slot.Replica = replica;
        CoreLog.Loaded(_log, load.Key, Stopwatch.GetElapsedTime(ended.Begun).TotalMilliseconds);
        Admin(Measure, _ => Measured.Instance);
        ended.ReplyTo.Tell(new ReplicaLoaded(load.Epoch, replica));
    }

    private void OnLoadFailed(LoadBroke broke)
    {
        var (load, failure) = (broke.Load, broke.Failure);
        if (_replicas.GetValueOrDefault(load.Key)?.Epoch == load.Epoch) _replicas.Remove(load.Key);
        CoreLog.LoadFailed(_log, load.Key, failure.Message);
        broke.ReplyTo.Tell(new ReplicaLoadFailed(load.Epoch, load.Key, failure.Kind, failure.Message, failure.Status));
        if (failure.Kind == RuntimeErrorKind.DeviceFault && IsInService) OnFault(failure);
    }

    private void OnAbandon(AbandonLoad abandon)
    {
        if (!_replicas.TryGetValue(abandon.Key, out var slot) || slot.Epoch != abandon.Epoch) return;

        slot.IsAbandoned = true;
        if (slot.Replica is { } replica)
        {
            _replicas.Remove(abandon.Key);
            BeginUnload(abandon.Key, replica.Subgraph, abandon.Epoch, ActorRefs.Nobody);
        }
    }

    private void Unload(UnloadReplica unload)
    {
        // On a core that is out of service replicas stay until it is cleared: one of them may be what hangs.
        if (!IsInService || !_replicas.TryGetValue(unload.Key, out var slot) || slot.Replica is null)
        {
            Sender.Tell(new ReplicaUnloaded(unload.Epoch, unload.Key));
            return;
        }

        slot.IsUnloading = true;
        BeginUnload(unload.Key, slot.Replica.Subgraph, unload.Epoch, Sender);
    }

    private void BeginUnload(ReplicaKey key, ILoadedSubgraph subgraph, Epoch epoch, IActorRef replyTo)
    {
        // On a core that is in limbo nothing is unloaded, not even what a load brought too late: it could hang for ever.
        if (!_mayUnload)
        {
            replyTo.Tell(new ReplicaUnloaded(epoch, key));
            return;
        }

        Admin(
            () =>
            {
                subgraph.Unload();
                return new UnloadEnded(key, epoch, replyTo, null);
            },
            failure => new UnloadEnded(key, epoch, replyTo, failure.Message));
    }

    private void OnUnloaded(UnloadEnded ended)
    {
        if (ended.Flaw is null) CoreLog.Unloaded(_log, ended.Key);
        else CoreLog.UnloadFailed(_log, ended.Key, ended.Flaw);

        if (_replicas.GetValueOrDefault(ended.Key) is { IsUnloading: true }) _replicas.Remove(ended.Key);
        Admin(Measure, _ => Measured.Instance);
        ended.ReplyTo.Tell(new ReplicaUnloaded(ended.Epoch, ended.Key));
    }

    private void StopFor(IActorRef replyTo)
    {
        // What still runs may finish, within the time that an execution has. What hangs, or has left the device in limbo, is left to the end of
        // the process.
        var (lane, mayUnload, patience) = (_lane, _mayUnload, IsInService ? _settings.ExecutionTimeout : TimeSpan.Zero);
        lane.Close();
        var replicas = Loaded();
        _replicas.Clear();
        var isClean = false;
        Admin(
            () =>
            {
                isClean = mayUnload && lane.WaitForEnd(patience);
                if (isClean) UnloadAll(replicas);
                return new StopEnded(replyTo, isClean);
            },
            _ => new StopEnded(replyTo, isClean));
    }

    private Replica[] Loaded() => [.. _replicas.Values.Select(slot => slot.Replica).OfType<Replica>()];

    private void UnloadAll(Replica[] replicas)
    {
        foreach (var replica in replicas)
        {
            try
            {
                replica.Subgraph.Unload();
            }
            catch (NeuronRuntimeException refused)
            {
                CoreLog.UnloadFailed(_log, replica.Key, refused.Message);
            }
        }

        Measure();
    }
}
