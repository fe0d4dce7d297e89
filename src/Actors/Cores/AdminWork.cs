using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace NeuronActors.Cores;

/// <summary>A load, an unload or a probe: blocking, and run on the core's own thread for such things. Its end is told to the core.</summary>
/// <param name="core">The core.</param>
/// <param name="work">The blocking call; what it returns is the message that tells of its end.</param>
/// <param name="failed">The message that tells of its failure.</param>
internal sealed class AdminWork(IActorRef core, Func<object> work, Func<NeuronRuntimeException, object> failed) : LaneWork
{
    private object? _end;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The thread outlives whatever its work throws; the core is told.")]
    public override long Execute(CoreLane lane, long begun)
    {
        try
        {
            _end = work();
        }
        catch (NeuronRuntimeException failure)
        {
            _end = failed(failure);
        }
        catch (Exception unexpected)
        {
            _end = failed(new NeuronRuntimeException(RuntimeErrorKind.Unknown, "admin", unexpected.Message, lane.Core, null, unexpected));
        }

        return 0;
    }

    public override void Finish() => core.Tell(_end!, ActorRefs.NoSender);

    public override void GiveBack() =>
        core.Tell(
            failed(new NeuronRuntimeException(RuntimeErrorKind.LifeCycle, "admin", "the core was stopped before it could be done")),
            ActorRefs.NoSender);

    // Loads and unloads have time-outs of their own, kept by whoever asked for them.
    public override bool Abandon(NeuronRuntimeException failure) => false;
}
