using System.Diagnostics.CodeAnalysis;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Membership;
using NeuronActors.Placement;
using NeuronActors.Routing;

namespace NeuronActors.Cluster.Routing;

/// <summary>
/// Answers any request on any node: here while there is room, else by the node that <see cref="PoolRoute"/> chooses; once more elsewhere
/// when a node is lost under it; and after a wait when the model is on its way. Thread-safe. No actor and no other node is on the way of a
/// request that runs here.
/// </summary>
internal sealed class PoolRouter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PoolParts _parts;
    private readonly NodeLinks _links;
    private readonly Dictionary<ModelName, PoolRoute> _routes = [];
    private readonly PoolCounters _counters = new();
    private DirectoryView _routed = DirectoryView.Empty;
    private TaskCompletionSource _next = NewSignal();
    private int _changes;
    private int _waiting;

    public PoolRouter(PoolParts parts, INodeChannels channels)
    {
        _parts = parts;
        _links = new NodeLinks(parts, channels, _gate, SignalRoutes);
        parts.Board.Changed += OnPicture;
        OnPicture(parts.Board.Picture);
    }

    /// <summary>Requests that wait for a model that is on its way.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What has gone between this node and the others.</summary>
    public PoolTraffic Traffic => _counters.Read();

    private long Now => Clock.Now(_parts.Cores.Clock);

    /// <summary>Runs a request of a caller on this node, wherever there are replicas.</summary>
    public async ValueTask<InferAnswer> InferAsync(Infer request, CancellationToken cancellationToken)
    {
        var tries = new RouteTries(Volatile.Read(ref _changes));
        var answer = default(InferAnswer);
        while (answer is null)
        {
            var next = Volatile.Read(ref _next).Task;
            var choice = Choose(request, tries, out var link);
            answer = choice.Kind switch
            {
                RouteKind.Here => await HereAsync(request, tries, cancellationToken).ConfigureAwait(false),
                RouteKind.Elsewhere => await ElsewhereAsync(request, choice.Remote!, link!, tries, cancellationToken).ConfigureAwait(false),
                _ => await WaitAsync(request, tries, next, cancellationToken).ConfigureAwait(false),
            };
        }

        return Named(answer, request);
    }

    /// <summary>Runs a request of another node, on this node's replicas only: what is sent on once is not sent on again.</summary>
    public async ValueTask<RemoteAnswer> ServeAsync(Infer request, CancellationToken cancellationToken)
    {
        var answer = await RunHereAsync(request, cancellationToken).ConfigureAwait(false);
        if (!NodeLinks.IsProbe(request)) _counters.Served(request, answer);
        return new RemoteAnswer(Named(answer, request), _parts.LoadOf(request.Model));
    }

    public void Dispose()
    {
        _parts.Board.Changed -= OnPicture;
        _links.Dispose();
    }

    // Most requests have no id, and need no copy.
    private static InferAnswer Named(InferAnswer answer, Infer request) =>
        answer.RequestId == request.RequestId ? answer : answer with { RequestId = request.RequestId };

    private RouteChoice Choose(Infer request, RouteTries tries, out NodeLink? link)
    {
        link = null;
        var local = tries.MayRunHere ? _parts.LocalLoadOf(request.Model) : LocalLoad.None;
        tries.WasReadyHere = local.Ready > 0;
        if (local.HasRoom) return RouteChoice.Here;

        lock (_gate)
        {
            if (!_routes.TryGetValue(request.Model, out var route)) return local.IsLoaded ? RouteChoice.Here : RouteChoice.Nowhere;

            var choice = route.Choose(local, Now, node => tries.MayAsk(node) && _links.MayAsk(node));
            if (choice.Remote is not { } remote) return choice;

            link = _links.To(remote.Node);
            remote.Sent();
            link.Pending++;
            return choice;
        }
    }

    private async ValueTask<InferAnswer?> HereAsync(Infer request, RouteTries tries, CancellationToken cancellationToken) =>
        tries.Refused(await RunHereAsync(request, cancellationToken).ConfigureAwait(false), request, null, tries.WasReadyHere);

    private async ValueTask<InferAnswer> RunHereAsync(Infer request, CancellationToken cancellationToken)
    {
        if (!_parts.Cores.Parts.Directory.TryFind(request.Model, out var model)) return Refusals.NoSuchModel(request.Model);

        var answer = await Pend(request, model, cancellationToken).Answer.ConfigureAwait(false);
        return answer is InferCompleted completed ? completed with { Node = _parts.Node.Value } : answer;
    }

    private PendingInfer Pend(Infer request, PlacedModel model, CancellationToken cancellationToken)
    {
        var pending = new PendingInfer(request.Model, request.Inputs, request.Subgraph, request.Deadline, request.RetryOnFault)
        {
            Priority = request.Priority,
            TraceContext = request.TraceContext,
        };
        if (cancellationToken.CanBeCanceled) pending.CancelWith(new ModelRouterActor.ActorInbox(model.Router, _parts.Cores.Clock), cancellationToken);
        model.Send(pending);
        if (_parts.Cores.HasStopped) pending.TryAnswer(Refusals.Draining(request.Model));
        return pending;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a channel throws, the request gets one answer.")]
    private async ValueTask<InferAnswer?> ElsewhereAsync(
        Infer request, RemoteRoutee remote, NodeLink link, RouteTries tries, CancellationToken cancellationToken)
    {
        try
        {
            _counters.Sent(request);
            var answer = await link.Channel.InferAsync(request, cancellationToken).ConfigureAwait(false);
            if (!answer.IsOfChannel) Heard(link, remote, answer.Load);
            _counters.Answered(answer.Answer);
            return tries.Refused(answer.Answer, request, remote.Node, wasExpected: remote.Announced > 0, mayHaveRun: !answer.IsOfChannel);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Refusals.Cancelled();
        }
        catch (Exception failure)
        {
            _links.LeaveOut(link, failure.Message);
            if (failure is NodeLostException { MayHaveRun: false })
            {
                tries.NotReached(remote.Node);
                return null;
            }

            _counters.Lost();
            return tries.Lost(request, remote.Node);
        }
        finally
        {
            lock (_gate)
            {
                remote.Ended();
                link.Pending--;
            }
        }
    }

    private void Heard(NodeLink link, RemoteRoutee remote, NodeLoad? load)
    {
        _links.Heard(link);
        if (load is not { } said) return;

        lock (_gate) remote.Said(said, Now);
    }

    /// <summary>There is nobody to ask now. Waits for news if these can be hoped for.</summary>
    /// <returns>Null to try again.</returns>
    private async ValueTask<InferAnswer?> WaitAsync(Infer request, RouteTries tries, Task next, CancellationToken cancellationToken)
    {
        var refusal = tries.Refusal ?? (tries.WasLost
            ? new InferRejected(RejectionReason.ModelUnavailable, $"No node that has model '{request.Model}' can be reached.")
            : Refusals.NoSuchModel(request.Model));
        var longest = RouteHope.LongestWait(
            request.Model,
            _parts.Board.Picture,
            tries,
            node => node == _parts.Node,
            _parts.LocalLoadOf(request.Model).IsLoaded,
            _parts.Settings.Routing,
            _parts.Settings.ConfirmTimeout);
        var left = tries.LeftToWait(Now, longest);
        if (left <= TimeSpan.Zero || refusal is InferRejected { Reason: RejectionReason.QueueFull or RejectionReason.TooLargeForFrame }) return refusal;

        // Who refused may have been heard of again before its refusal was here.
        if (tries.StartAgain(Now, Volatile.Read(ref _changes))) return null;

        if (Interlocked.Increment(ref _waiting) > _parts.Settings.WaitCapacity)
        {
            Interlocked.Decrement(ref _waiting);
            return refusal;
        }

        try
        {
            var deadline = request.Deadline.IsNone ? TimeSpan.MaxValue : request.Deadline.Left(_parts.Cores.Clock);
            if (deadline <= TimeSpan.Zero) return Refusals.DeadlinePassed();

            await next.WaitAsync(deadline < left ? deadline : left, _parts.Cores.Clock, cancellationToken).ConfigureAwait(false);
            tries.StartAgain(Now, Volatile.Read(ref _changes));
            return null;
        }
        catch (TimeoutException)
        {
            return request.Deadline.IsNone || request.Deadline.Left(_parts.Cores.Clock) > TimeSpan.Zero ? refusal : Refusals.DeadlinePassed();
        }
        catch (OperationCanceledException)
        {
            return Refusals.Cancelled();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void OnPicture(PoolPicture picture)
    {
        _links.Update(picture.View);
        var routed = Interlocked.Exchange(ref _routed, picture.View);
        if (!RoutesDiffer(routed, picture.View))
        {
            Signal();
            return;
        }

        lock (_gate)
        {
            var others = picture.View.Nodes.Where(node => node.Name != _parts.Node && !node.Last.IsDraining).ToArray();
            var models = others.SelectMany(node => node.Last.Models).Select(model => model.Name).ToHashSet();
            foreach (var gone in _routes.Keys.Where(model => !models.Contains(model)).ToArray()) _routes.Remove(gone);
            foreach (var model in models)
            {
                if (!_routes.TryGetValue(model, out var route)) _routes.Add(model, route = new PoolRoute(_parts.Settings.Routing, Random.Shared));
                route.Update([.. others.Where(node => node.Last.Find(model) is not null).Select(node => (node.Name, node.Last.Find(model)!.Load.Ready))]);
            }
        }

        SignalRoutes();
    }

    // Every node speaks every few seconds, and mostly says nothing that matters here.
    private static bool RoutesDiffer(DirectoryView before, DirectoryView now)
    {
        if (before.Nodes.Length != now.Nodes.Length) return true;

        for (var i = 0; i < now.Nodes.Length; i++)
        {
            var (old, next) = (before.Nodes[i].Last, now.Nodes[i].Last);
            if (ReferenceEquals(old, next)) continue;
            if (old.Id != next.Id || old.IsDraining != next.IsDraining || !old.Models.Select(Replicas).SequenceEqual(next.Models.Select(Replicas))) return true;
        }

        return false;

        static (ModelName, int) Replicas(AnnouncedModel model) => (model.Name, model.Load.Ready);
    }

    // Counted before it is told: who reads the count and then waits has missed nothing.
    private void SignalRoutes()
    {
        Interlocked.Increment(ref _changes);
        Signal();
    }

    private void Signal() => Interlocked.Exchange(ref _next, NewSignal()).SetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
