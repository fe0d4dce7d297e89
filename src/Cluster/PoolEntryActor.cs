using Akka.Actor;
using Akka.Event;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster;

/// <summary>
/// The one address of the pool on a node, <c>/user/neuron-pool</c>: takes every <see cref="Infer"/>, wherever the model is, every
/// <see cref="ScopedCommand"/>, and every <see cref="PlacementCommand"/> for this node.
/// </summary>
/// <remarks>Parent of the pool's other actors, between which it passes on what is known. Runs on the default dispatcher and never blocks.</remarks>
internal sealed class PoolEntryActor : UntypedActor
{
    public const string Name = "neuron-pool";
    public const string Directory = "directory";
    public const string Coordinator = "coordinator";
    public const string Node = "node";
    public const string Replication = "replication";
    public const string Orders = "orders";

    private readonly PoolParts _parts;
    private readonly PoolRouter _router;
    private readonly Dictionary<(IActorRef Sender, string RequestId), CancellationTokenSource> _cancellable = [];
    private readonly IActorRef _coordinator;
    private readonly IActorRef _node;
    private readonly IActorRef _directory;
    private Address? _oldest;

    public PoolEntryActor(PoolParts parts, PoolRouter router)
    {
        _parts = parts;
        _router = router;
        var replication = Context.ActorOf(ReplicationActor.Props(parts), Replication);
        _coordinator = Context.ActorOf(PoolCoordinatorActor.Props(parts, replication), Coordinator);
        _node = Context.ActorOf(NodeAgentActor.Props(parts), Node);
        _directory = Context.ActorOf(PoolDirectoryActor.Props(parts), Directory);
        Context.ActorOf(NodeOrdersActor.Props(parts), Orders);
    }

    /// <summary>The answer where a node is needed that cannot be reached; nothing was touched.</summary>
    public static PoolRejected Unreachable(NodeName node) => new(PoolRejection.CoreUnavailable, $"Node '{node}' cannot be reached at the moment.");

    public static Props Props(PoolParts parts, PoolRouter router) => Akka.Actor.Props.Create(() => new PoolEntryActor(parts, router));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(cause =>
    {
        _parts.Log.Error(cause, "An actor's handler failed. Its state is kept; this is a defect of NeuronActors");
        return Directive.Resume;
    });

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Infer infer:
                OnInfer(infer);
                break;
            case Answered answered:
                if (answered.Key is { } key && _cancellable.Remove(key, out var source)) source.Dispose();
                answered.ReplyTo.Tell(answered.Answer);
                break;
            case CancelInfer cancel:
                if (_cancellable.TryGetValue((Sender, cancel.RequestId), out var meant)) meant.Cancel();
                break;
            case ScopedCommand command:
                OnScoped(command);
                break;
            case GetModel get:
                OnGetModel(get);
                break;
            case PlacementCommand:
                _parts.Cores.Entry.Forward(message);
                break;
            case PoolDirectoryActor.ViewChanged changed:
                _coordinator.Tell(changed);
                _oldest = changed.Oldest;
                foreach (var child in Context.GetChildren()) child.Tell(new CoordinatorIs(_oldest));
                break;
            case ReplicationActor.StateChanged:
                _coordinator.Tell(message);
                _node.Tell(message);
                break;
            case PoolDirectoryActor.Confirm:
                _directory.Forward(message);
                break;
            case PoolDirectoryActor.BeginHandOver:
                _directory.Tell(message);
                break;
            case PoolDirectoryActor.BeginDraining:
                _directory.Tell(message);
                Sender.Tell(Akka.Done.Instance);
                break;
        }
    }

    protected override void PostStop()
    {
        foreach (var source in _cancellable.Values) source.Dispose();
        _router.Dispose();
    }

    private void OnInfer(Infer infer)
    {
        (IActorRef, string)? key = null;
        var token = CancellationToken.None;
        if (infer.RequestId is { } id && !Sender.IsNobody())
        {
            // A second request of the same name cannot be taken back; the first one can.
            var source = new CancellationTokenSource();
            if (_cancellable.TryAdd((Sender, id), source)) (key, token) = ((Sender, id), source.Token);
            else source.Dispose();
        }

        var replyTo = Sender;
        _router.InferAsync(infer, token).AsTask().PipeTo(
            Self,
            success: answer => new Answered(key, replyTo, answer),
            failure: cause => new Answered(key, replyTo, new InferFailed(RuntimeErrorKind.Unknown, cause.Message) { RequestId = infer.RequestId }));
    }

    private void OnScoped(ScopedCommand command)
    {
        if (command.Scope.IsPool) OnPool(command);
        else if (command.Scope.Node is not { } name || name == _parts.Node) Context.ActorOf(NodeCommandActor.Props(_parts, command.Command, Sender));
        else if (_parts.Board.Picture.View.Find(name) is not { } node) Sender.Tell(NoSuchNode(name));
        else if (!node.IsReachable) Sender.Tell(Unreachable(name));
        else Context.ActorOf(RemoteCommandActor.Props(_parts, node, command, Sender));
    }

    // What another node has asked is not sent on again.
    private void OnGetModel(GetModel get)
    {
        var own = _parts.Describe(get.Model);
        var holder = own is ModelDescription || !Sender.Path.Address.HasLocalScope
            ? null
            : _parts.Board.Picture.View.Nodes.FirstOrDefault(node => node.Name != _parts.Node && node.IsReachable && node.Last.Find(get.Model) is not null);
        if (holder is null) Sender.Tell(own);
        else Context.ActorSelection($"{holder.Id.Address}/user/{Name}").Tell(get, Sender);
    }

    private void OnPool(ScopedCommand command)
    {
        var picture = _parts.Board.Picture;
        if (!ScopedCommand.IsQuestion(command.Command))
        {
            Context.ActorOf(PoolCommandActor.Props(_parts, command, Sender, _oldest));
        }
        else if (command.PoolVersion is { } version && version != picture.Layout.Version)
        {
            Sender.Tell(new PoolRejected(PoolRejection.StaleVersion, $"The pool has version {picture.Layout.Version}, and the question means version {version}."));
        }
        else
        {
            Sender.Tell(Describe(command.Command, picture));
        }
    }

    private static PoolAnswer Describe(PlacementCommand question, PoolPicture picture) => question switch
    {
        GetCores => picture.View.Table(picture.Layout),
        GetPlacement get => picture.PlacementOf(get.Model) is { } placement
            ? placement
            : new PoolRejected(PoolRejection.ModelNotFound, $"No model '{get.Model}' is loaded on any node."),
        _ => new PoolPlacementTable(picture.Layout.Version, [.. picture.Models().Select(model => picture.PlacementOf(model)!)]),
    };

    private PoolRejected NoSuchNode(NodeName name)
    {
        var known = string.Join(", ", _parts.Board.Picture.View.Nodes.Select(node => node.Name));
        return new PoolRejected(PoolRejection.NodeNotFound, $"No node '{name}' is in the cluster; there are {(known.Length > 0 ? known : "none")}.");
    }

    /// <summary>Where the coordinator is now; null while there is none.</summary>
    public sealed record CoordinatorIs(Address? At) : INoSerializationVerificationNeeded;

    private sealed record Answered((IActorRef, string)? Key, IActorRef ReplyTo, InferAnswer Answer) : INoSerializationVerificationNeeded;
}
