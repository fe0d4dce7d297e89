using System.Diagnostics;
using Akka.Actor;
using static NeuronActors.Cores.CoreProtocol;

namespace NeuronActors.Cores;

/// <summary>How the core leaves service and comes back.</summary>
internal sealed partial class NeuronCoreActor
{
    private void OnFault(NeuronRuntimeException fault) =>
        LeaveService(CoreState.Quarantined, fault.Message, fault.Status?.NeedsNewProcess() ?? false);

    private void LookForHang()
    {
        // On a core that is out of service as well: what was left to finish when it failed may never return.
        if (_lane.OldestCall() is var age && age <= _settings.ExecutionTimeout) return;

        var why = $"an execution on NeuronCore {_info.Index} has not returned for {age.TotalSeconds:0.###} s";
        _lane.Close(abandon: new NeuronRuntimeException(RuntimeErrorKind.TimedOut, "execute", why, _info.Index, NeuronStatus.Timeout));
        LeaveService(CoreState.Hung, why, needsNewProcess: false);
    }

    private void LeaveService(CoreState state, string reason, bool needsNewProcess)
    {
        if (!IsInService) return;

        // A core that fails again soon after it came back is tried less and less often.
        if (Stopwatch.GetElapsedTime(_recoveredAt) > _settings.ProbeIntervalMax) _nextProbe = _settings.ProbeInterval;
        _lane.Close();
        _vitals.OutOfService(state, reason);
        _coordinator.Tell(new CoreLost(_info.Index, reason));
        if (needsNewProcess)
        {
            _mayUnload = false;
            CoreLog.WrittenOff(_log, _info.Index, reason);
        }
        else
        {
            CoreLog.Quarantined(_log, _info.Index, reason, _nextProbe.TotalSeconds);
            ProbeLater();
        }
    }

    private void Probe()
    {
        if (!_lane.HasEnded)
        {
            // A replica whose call hangs is never unloaded, and nothing else is tried on the core before that call has returned.
            CoreLog.StillHung(_log, _info.Index);
            ProbeLater();
            return;
        }

        var replicas = Loaded();
        _replicas.Clear();
        Admin(
            () =>
            {
                UnloadAll(replicas);
                _runtime.Probe(_info.Index);
                return ProbeEnded.Instance;
            },
            failure => new ProbeBroke(failure.Message));
    }

    private void OnProbeFailed(string why)
    {
        CoreLog.ProbeFailed(_log, _info.Index, why, _nextProbe.TotalSeconds);
        ProbeLater();
    }

    private void ReturnToService()
    {
        _recoveredAt = Stopwatch.GetTimestamp();
        _lane = NewLane();
        _vitals.InService(_lane);
        CoreLog.Recovered(_log, _info.Index);
        Admin(Measure, _ => Measured.Instance);
        _coordinator.Tell(new CoreRecovered(_info.Index));
    }

    private void ProbeLater()
    {
        Timers.StartSingleTimer(nameof(ProbeDue), ProbeDue.Instance, _nextProbe);
        _nextProbe = _nextProbe * 2 > _settings.ProbeIntervalMax ? _settings.ProbeIntervalMax : _nextProbe * 2;
    }
}
