using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using NeuronActors.Cores;
using NeuronActors.Telemetry;

namespace NeuronActors.Routing;

/// <summary>
/// One execution of one stage of a request on one routee. It goes to the lane as work and comes back to the router as the message that
/// it has ended: a new object each time, so one that comes late is told apart by being itself.
/// </summary>
internal sealed class InferAttempt(PendingInfer request, Routee routee, ImmutableArray<NamedTensor> inputs, IRouterInbox router)
    : LaneWork, INoSerializationVerificationNeeded
{
    // One is made for every execution, so what excludes each other shares a field: the answer that was given, or why there is none.
    private object? _end;
    private ImmutableArray<NamedTensor> _outputs;
    private long _ticks;
    private bool _settled;
    private bool _ownEnd;

    public PendingInfer Request => request;

    public Routee Routee => routee;

    public AttemptOutcome Outcome { get; private set; }

    /// <summary>With <see cref="AttemptOutcome.Succeeded"/>: what it gave.</summary>
    public StageResult Result => new(_outputs, routee.Key.Core, _ticks);

    /// <summary>The answer that this attempt gave to its request; null when it gave none, or another came first.</summary>
    public InferAnswer? Given => _end as InferAnswer;

    /// <summary>With <see cref="AttemptOutcome.Failed"/>: why.</summary>
    public NeuronRuntimeException? Failure => _end as NeuronRuntimeException;

    public override long Execute(CoreLane lane, long begun)
    {
        if (IsPointless()) return 0;

        using var activity = NeuronTelemetry.StartExecution(request, routee.Key);
        var (outputs, failure) = TryExecute();
        var ended = Stopwatch.GetTimestamp();
        if (!TrySettle()) return 0;

        _ownEnd = true;
        _ticks = Stopwatch.GetElapsedTime(begun, ended).Ticks;
        if (failure is null)
        {
            lane.Counters.CountExecuted(_ticks);
            _outputs = outputs;
            Outcome = AttemptOutcome.Succeeded;
            if (request.Stage == request.Plan!.Stages.Length - 1) Give(request.Deliverable(Answer(ended)));
            return Math.Max(1, _ticks);
        }

        lane.Counters.CountFailed();
        NeuronTelemetry.Fail(activity, failure);
        (_end, Outcome) = (failure, AttemptOutcome.Failed);
        if (FaultReaction.To(failure.Kind).QuarantinesCore) lane.ReportFault(failure);
        return 0;
    }

    // Once the request is answered, only the router's books are left to be put right.
    public override bool IsUrgent => Given is null;

    public override void Finish()
    {
        if (_ownEnd) router.Ended(this);
    }

    public override void GiveBack()
    {
        if (!TrySettle()) return;
        Outcome = AttemptOutcome.GivenBack;
        router.Ended(this);
    }

    public override bool Abandon(NeuronRuntimeException failure)
    {
        if (!TrySettle()) return false;
        (_end, Outcome) = (failure, AttemptOutcome.Failed);
        router.Ended(this);
        return true;
    }

    private bool IsPointless()
    {
        var passed = !request.Deadline.IsNone && request.Deadline.HasPassed(Clock.Now(router.Clock));
        if (!passed && !request.IsAnswered) return false;

        if (TrySettle()) (_ownEnd, Outcome) = (true, AttemptOutcome.Skipped);
        if (passed) Give(Refusals.DeadlinePassed());
        return true;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A lane's thread outlives whatever its work throws; the caller is told.")]
    private (ImmutableArray<NamedTensor> Outputs, NeuronRuntimeException? Failure) TryExecute()
    {
        try
        {
            var outputs = routee.Subgraph.Execute(inputs.AsSpan());
            var expected = request.Plan!.Stages[request.Stage].Signature.Outputs.Length;
            if (!outputs.IsDefault && outputs.Length == expected) return (outputs, null);

            // Found here, it is this request's failure; found later, it would be the router's, or this thread's.
            var given = outputs.IsDefault ? 0 : outputs.Length;
            throw new InvalidOperationException($"it gave {given} outputs, and its signature has {expected}");
        }
        catch (NeuronRuntimeException failure)
        {
            return (default, failure);
        }
        catch (Exception unexpected)
        {
            var text = $"execute of {routee.Key} failed: {unexpected.Message}";
            return (default, new NeuronRuntimeException(RuntimeErrorKind.Unknown, "execute", text, routee.Key.Core, null, unexpected));
        }
    }

    private InferCompleted Answer(long ended)
    {
        var produced = request.Produced;
        var executed = _ticks;
        var cores = routee.Cores;
        if (produced is not null)
        {
            produced[^1] = Result;
            executed = produced.Sum(stage => stage.Ticks);
            cores = [.. produced.Select(stage => stage.Core)];
        }

        return new InferCompleted(request.Plan!.OutputsOf(request.Inputs, produced, _outputs), cores)
        {
            Executed = new TimeSpan(executed),
            Queued = Stopwatch.GetElapsedTime(request.AcceptedAt, ended) - new TimeSpan(executed),
        };
    }

    private void Give(InferAnswer answer)
    {
        if (request.TryAnswer(answer)) _end = answer;
    }

    private bool TrySettle() => !Interlocked.Exchange(ref _settled, true);
}
