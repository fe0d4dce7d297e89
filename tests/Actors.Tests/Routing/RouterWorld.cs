using Microsoft.Extensions.Time.Testing;
using NeuronActors.Cores;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

/// <summary>
/// A router of a model with two subgraphs, the lanes of a few cores, a coordinator that keeps to the protocol, and a rival for the slots:
/// all on one thread, and every one of them does what a script says, when it says so.
/// </summary>
internal sealed class RouterWorld
{
    private static readonly string[] Subgraphs = ["s0", "s1"];

    private static readonly ImmutableArray<SubgraphSignature> Signatures =
    [
        FakeSubgraph.Identity,
        new([new TensorSpec("y", ElementType.Int64, new TensorShape(1))], [new TensorSpec("z", ElementType.Int64, new TensorShape(1))]),
    ];

    private readonly FakeInbox _inbox = new();
    private readonly Rival _rival = new();
    private readonly List<RouterRequest> _requests = [];
    private readonly List<Routee> _routees = [];
    private readonly FakeLane[] _lanes;
    private readonly List<FakeLane> _allLanes = [];
    private readonly bool[] _held = new bool[Subgraphs.Length];
    private readonly int _queueCapacity;
    private readonly int _laneCapacity;
    private readonly RouterState _router;
    private int _retried;

    private FakeTimeProvider Time => _inbox.Time;

    public RouterWorld(IRoutingPolicy policy, int cores, int laneCapacity, int queueCapacity)
    {
        (_queueCapacity, _laneCapacity) = (queueCapacity, laneCapacity);
        _router = new RouterState(
            Routees.Model, [.. Subgraphs], policy, new RouterLimits(queueCapacity), _inbox, new ModelCounters(), Time);
        _lanes = [.. Enumerable.Range(0, cores).Select(core => NewLane(new VisibleCoreIndex(core)))];
        var package = new ModelPackage(
            "/m", "m", [.. Subgraphs.Select(name => new SubgraphFile(name, $"/{name}", SubgraphFormat.Simulated))]);
        _router.Serve(InferPlan.OfModel(new ModelFlow(package, Signatures), Signatures), Signatures);
        for (var core = 0; core < cores; core++)
        {
            Admit(0, core);
            if (core % 2 == 0) Admit(1, core);
        }
    }

    private ModelCounters Counters => _router.Counters;

    public void Play(int what, int who, int how)
    {
        switch (what)
        {
            case < 5: Accept(who, how); break;
            case < 10: Run(who, how); break;
            case < 14: _inbox.DeliverNext(_router); break;
            case 14: _inbox.DeliverAll(_router); break;
            case 15 when _requests.Count > 0: _requests[who % _requests.Count].Source.Cancel(); break;
            case 16 when _requests.Count > 0: Cancel(_requests[who % _requests.Count]); break;
            case 17: Pass(TimeSpan.FromMilliseconds(how % 12)); break;
            case < 21: Change(who % Subgraphs.Length, who, how); break;
            case 21 when how % 3 == 0: Break(_lanes[who % _lanes.Length]); break;
            case < 24: _rival.Want(_lanes[who % _lanes.Length]); break;
            case 24: _rival.GiveBackOne(); break;
            case 25 when how % 4 == 0: _router.Retire(Refusals.Draining(Routees.Model)); break;
            case 25: _router.Reinstate(); break;
        }

        Check();
    }

    /// <summary>Everybody finishes what they are at: then nothing may be left, and every request has its answer.</summary>
    public void Finish()
    {
        for (var round = 0; round < 1_000; round++)
        {
            _inbox.DeliverAll(_router);
            Check();
            var busy = _rival.GiveBackOne();
            foreach (var lane in _allLanes.Where(lane => lane.Queued > 0).ToArray())
            {
                lane.RunNext();
                busy = true;
            }

            for (var route = 0; route < Subgraphs.Length; route++)
            {
                if (!_held[route]) continue;
                Release(route, who: round, heldStill: false);
                busy = true;
            }

            if (!busy && _inbox.Count == 0) break;
        }

        CheckEnd();
    }

    private void Accept(int who, int how)
    {
        Deadline deadline = how % 3 == 0 ? Deadline.After(TimeSpan.FromMilliseconds(how % 25), Time) : default;
        var subgraph = (who % 4) switch { 0 => "s0", 1 => "s1", _ => null };
        var pending = new PendingInfer(
            Routees.Model,
            [new NamedTensor(subgraph == "s1" ? "y" : "x", Tensor.From([(long)_requests.Count]))],
            subgraph,
            deadline,
            retryOnFault: how % 7 != 0)
        {
            Priority = new InferPriority(how % 5 == 0 ? who % (InferPriority.LowestLevel + 1) : 0),
        };
        var request = new RouterRequest(pending);
        _requests.Add(request);

        // In the order of the façade: first the token is listened to, then the router gets the request.
        if (how % 11 == 0) request.Source.Cancel();
        pending.CancelWith(_inbox, request.Source.Token);
        _inbox.Post(router => router.Accept(pending));
    }

    private void Run(int who, int how)
    {
        var busy = _allLanes.Where(lane => lane.Queued > 0).ToArray();
        if (busy.Length == 0) return;

        var lane = busy[who % busy.Length];
        lane.RunNext(how switch
        {
            < 12 => null,
            12 => attempt => Fail(attempt, RuntimeErrorKind.Unknown),
            13 => attempt => Fail(attempt, RuntimeErrorKind.Busy),
            14 => attempt => Fail(attempt, RuntimeErrorKind.DeviceFault),
            15 => attempt => Fail(attempt, RuntimeErrorKind.TimedOut),
            16 => attempt => Fail(attempt, RuntimeErrorKind.BadRequest),
            17 => attempt => Fail(attempt, RuntimeErrorKind.Numerical),
            18 => attempt => Hang(attempt, lane),
            19 => attempt => RequestOf(attempt).Source.Cancel(),
            20 => _ => Pass(TimeSpan.FromMilliseconds(15)),
            21 => attempt => Cancel(RequestOf(attempt)),
            _ => _ => _inbox.DeliverAll(_router),
        });
    }

    private void Fail(InferAttempt attempt, RuntimeErrorKind kind)
    {
        NoteFailure(attempt);
        throw new NeuronRuntimeException(kind, "execute", $"{kind}");
    }

    // The watchdog closes the lane under a call that then returns after all, too late.
    private void Hang(InferAttempt attempt, FakeLane lane)
    {
        NoteFailure(attempt);
        attempt.Abandon(new NeuronRuntimeException(RuntimeErrorKind.TimedOut, "execute", "hung"));
        Break(lane);
        _inbox.DeliverNext(_router);
    }

    private void NoteFailure(InferAttempt attempt)
    {
        var request = RequestOf(attempt);
        request.Failures++;
        request.FailedOn = (attempt.Request.Stage, attempt.Routee.Key.Core);
    }

    private void Cancel(RouterRequest request) => _router.Cancel(pending => pending == request.Pending);

    private void Pass(TimeSpan time)
    {
        Time.Advance(time);
        _router.ExpireAt(Clock.Now(Time));
    }

    private static void Break(FakeLane lane)
    {
        if (lane.IsClosed) return;

        lane.Close();
        lane.OnFault!();
    }

    private FakeLane NewLane(VisibleCoreIndex core)
    {
        var lane = new FakeLane(core, _laneCapacity) { OnPut = OnPut };
        lane.OnFault = () => _inbox.Post(_ => LoseCore(core));
        _allLanes.Add(lane);
        return lane;
    }

    // What the coordinator does about it, a little later. The core comes back at once, with a new lane and without a replica.
    private void LoseCore(VisibleCoreIndex core)
    {
        if (!_lanes[core.Value].IsClosed) return;

        for (var route = 0; route < Subgraphs.Length; route++)
        {
            var key = new ReplicaKey(Routees.Model, Subgraphs[route], core);
            if (_router.Routes[route].Find(key) is null) continue;

            _router.Hold(Subgraphs[route]);
            _router.Remove(key);
            _held[route] = true;
        }

        _lanes[core.Value] = NewLane(core);
    }

    private void Change(int route, int who, int how)
    {
        var routees = _router.Routes[route].Routees;
        if (!_held[route])
        {
            _router.Hold(Subgraphs[route]);
            _held[route] = true;
        }
        else if (how < 6 && routees.Length > 0)
        {
            _router.BeginDrain(routees[who % routees.Length].Key);
        }
        else if (how < 8 && routees.Length > 0)
        {
            _router.Readmit(routees[who % routees.Length].Key);
        }
        else if (how < 12 && routees.Length > 0)
        {
            var routee = routees[who % routees.Length];
            if (routee.State == RouteeState.Draining && _router.IsDrained(routee.Key)) _router.Remove(routee.Key);
        }
        else if (how < 18)
        {
            var core = who % _lanes.Length;
            if (!_lanes[core].IsClosed && _router.Routes[route].Find(KeyOf(route, core)) is null) Admit(route, core);
        }
        else
        {
            Release(route, who, heldStill: how % 5 == 0);
        }
    }

    private static ReplicaKey KeyOf(int route, int core) => new(Routees.Model, Subgraphs[route], new VisibleCoreIndex(core));

    private void Admit(int route, int core)
    {
        var subgraph = new FakeSubgraph(new VisibleCoreIndex(core), Signatures[route]) { OnExecute = OnExecute };
        var routee = new Routee(KeyOf(route, core), subgraph, _lanes[core]);
        _routees.Add(routee);
        _router.Admit(routee);
    }

    private void Release(int route, int who, bool heldStill)
    {
        foreach (var routee in _router.Routes[route].Routees.ToArray()) _router.Readmit(routee.Key);
        var order = _router.Routes[route].Routees.ToArray().Select(routee => routee.Key.Core).OrderBy(core => (core.Value + who) % 5);
        _router.Release(Subgraphs[route], [.. order], "nothing is left", heldStill);
        _held[route] = heldStill;
    }

    private void OnPut(InferAttempt attempt)
    {
        var request = RequestOf(attempt);
        request.WasSent = true;
        if (request.FailedOn is not { } failed || failed.Stage != attempt.Request.Stage || failed.Core != attempt.Routee.Key.Core) return;

        var others = _router.Routes[RouteOf(attempt)].HasReady(failed.Core);
        Assert.False(others, $"Tried again on core {failed.Core}, although another is ready.");
    }

    private static int RouteOf(InferAttempt attempt) => Array.IndexOf(Subgraphs, attempt.Routee.Key.Subgraph);

    private void OnExecute(long number)
    {
        var request = _requests[(int)number];
        request.Executions++;
        Assert.False(request.Pending.IsAnswered, "Executed after its answer.");
        Assert.False(request.Pending.Deadline.HasPassed(Clock.Now(Time)), "Executed after its deadline.");
    }

    private RouterRequest RequestOf(InferAttempt attempt) => _requests.Find(request => request.Pending == attempt.Request)!;

    private void Check()
    {
        var newlyWaiting = 0;
        for (var route = 0; route < Subgraphs.Length; route++)
        {
            CheckOrder(_router.Routes[route].Waiting);
            for (var pending = _router.Routes[route].Waiting.First; pending is not null; pending = pending.Next)
            {
                if (!_requests.Find(request => request.Pending == pending)!.WasSent) newlyWaiting++;
            }

            var inFlight = _routees.Where(routee => routee.Key.Subgraph == Subgraphs[route]).Sum(routee => routee.InFlight);
            Assert.Equal(_router.Routes[route].Sent.Count, inFlight);
        }

        Assert.True(newlyWaiting <= _queueCapacity, $"{newlyWaiting} wait in a queue of {_queueCapacity}");
        Assert.All(_routees, routee => Assert.True(routee.InFlight >= 0));
        Assert.True(Counters.Retried >= _retried);
        _retried = (int)Counters.Retried;
    }

    private static void CheckOrder(WaitingList waiting)
    {
        var (count, level, oldest) = (0, 0, 0L);
        for (var pending = waiting.First; pending is not null; pending = pending.Next)
        {
            Assert.True(pending.Priority.Level >= level, $"Level {pending.Priority.Level} waits behind level {level}.");
            level = pending.Priority.Level;
            count++;
            if (oldest == 0 || pending.Previous?.Priority.Level != level) oldest = oldest == 0 ? pending.AcceptedAt : Math.Min(oldest, pending.AcceptedAt);
            if (pending.Next is null || pending.Next.Priority.Level != level) Assert.Equal(count, waiting.CountAhead(pending.Priority));
        }

        Assert.Equal((count, oldest), (waiting.Count, waiting.OldestAcceptedAt));
    }

    private void CheckEnd()
    {
        Assert.Equal(0, _router.Outstanding);
        Assert.Equal((0, 0, 0L), (Counters.Waiting, Counters.InFlight, Counters.OldestAcceptedAt));
        Assert.All(_routees, routee => Assert.Equal(0, routee.InFlight));
        Assert.All(_allLanes, lane => Assert.Equal((0, 0, 0), (lane.Taken, lane.Queued, lane.InLine)));
        Assert.All(_requests, request => Assert.True(request.Answer.IsCompleted, "A request was never answered."));

        var answers = _requests.Select(CheckAnswer).ToArray();
        Assert.Equal(answers.Count(answer => answer is InferCompleted), Counters.Completed);
        Assert.Equal(answers.Count(answer => answer is InferFailed), Counters.Failed);
        foreach (var reason in Enum.GetValues<RejectionReason>())
        {
            Assert.Equal(answers.Count(answer => answer is InferRejected rejected && rejected.Reason == reason), Counters.Rejected(reason));
        }

        Assert.True(Counters.Retried <= _requests.Count(request => request.Failures > 0));
    }

    private InferAnswer CheckAnswer(RouterRequest request)
    {
        var stages = request.Pending.Subgraph is null ? 2 : 1;
        Assert.True(request.Executions <= stages + 1, $"Executed {request.Executions} times in {stages} stages.");
        Assert.True(request.Failures <= (request.Pending.RetryOnFault ? 2 : 1), $"Failed {request.Failures} times.");
        var answer = request.Answer.GetAwaiter().GetResult();
        if (answer is InferCompleted completed)
        {
            Assert.Equal(stages, completed.Cores.Length);
            Assert.Equal(_requests.IndexOf(request), completed.Outputs[0].Tensor.AsSpan<long>()[0]);
        }

        return answer;
    }
}
