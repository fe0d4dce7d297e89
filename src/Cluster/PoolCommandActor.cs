using Akka.Actor;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster;

/// <summary>
/// One command for the pool, on the node that took it: sees to it that a coordinator has it, and passes on the answer. Stops after that.
/// </summary>
/// <remarks>
/// States: with a load, reading the files, so that other nodes can have them from here by their id; waiting for a coordinator, bounded by <c>wait-for-coordinator</c>; and, once one has said that it has the command, waiting for
/// its answer, which the change's own time-outs bound. When another node becomes the coordinator it is back in the first.
/// </remarks>
internal sealed class PoolCommandActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AskAgainInterval = TimeSpan.FromSeconds(1);

    private readonly PoolParts _parts;
    private readonly ChangeSettings _settings;
    private readonly IActorRef _replyTo;
    private PoolProtocol.Decide _decide;
    private Address? _coordinator;

    public PoolCommandActor(PoolParts parts, ScopedCommand command, IActorRef replyTo, Address? coordinator)
    {
        _parts = parts;
        _settings = parts.Settings.Changes;
        _decide = new PoolProtocol.Decide(Guid.NewGuid().ToString("N"), command) { Origin = parts.Node };
        _replyTo = replyTo;
        _coordinator = coordinator;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PoolParts parts, ScopedCommand command, IActorRef replyTo, Address? coordinator) =>
        Akka.Actor.Props.Create(() => new PoolCommandActor(parts, command, replyTo, coordinator));

    protected override void PreStart()
    {
        if (_decide.Command.Command is not LoadModel load)
        {
            Search();
            return;
        }

        Become(Reading);
        _parts.Files.OfferAsync(load.Path).PipeTo(Self, success: id => new FilesRead(id), failure: _ => new FilesRead(null));
    }

    private void Reading(object message)
    {
        switch (message)
        {
            case PoolEntryActor.CoordinatorIs(var at):
                _coordinator = at;
                break;
            case FilesRead read:
                _decide = _decide with { Files = read.Id };
                Become(OnReceive);
                Search();
                break;
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PoolEntryActor.CoordinatorIs(var at) when !Equals(at, _coordinator):
                _coordinator = at;
                Search();
                break;
            case AskDue:
                Ask();
                break;
            case PoolProtocol.Deciding:
                // From now on only to make sure that whoever has it is still the one to decide.
                Timers.Cancel(nameof(WaitOver));
                break;
            case WaitOver:
                End(new PoolRejected(
                    PoolRejection.NoCoordinator, $"No coordinator took the change within {_settings.WaitForCoordinator.TotalSeconds:0.###} s. It has not begun."));
                break;
            case PoolAnswer answer:
                End(answer);
                break;
        }
    }

    private void Search()
    {
        Timers.StartSingleTimer(nameof(WaitOver), WaitOver.Instance, _settings.WaitForCoordinator);
        Timers.StartPeriodicTimer(nameof(AskDue), AskDue.Instance, AskAgainInterval);
        Ask();
    }

    private void Ask()
    {
        if (_coordinator is { } at) Context.ActorSelection($"{at}/user/{PoolEntryActor.Name}/{PoolEntryActor.Coordinator}").Tell(_decide);
    }

    private void End(PoolAnswer answer)
    {
        _replyTo.Tell(answer);
        Context.Stop(Self);
    }

    private sealed record FilesRead(ContentHash? Id) : INoSerializationVerificationNeeded;

    private sealed record AskDue : INoSerializationVerificationNeeded
    {
        public static readonly AskDue Instance = new();
    }

    private sealed record WaitOver : INoSerializationVerificationNeeded
    {
        public static readonly WaitOver Instance = new();
    }
}
