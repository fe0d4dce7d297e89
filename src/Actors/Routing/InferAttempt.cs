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
internal sealed class InferAttempt(
    PendingInfer request, Routee routee, ImmutableArray<NamedTensor> inputs, IRouterInbox router, TimeProvider clock)
    : LaneWork, INoSerializationVerificationNeeded
{
    private int _settled;
    private bool _ownEnd;

    public PendingInfer Request => request;

    public Routee Routee => routee;

    public AttemptOutcome Outcome { get; private set; }

    /// <summary>With <see cref="AttemptOutcome.Succeeded"/>: what it gave.</summary>
    public StageResult Result { get; private set; }

    /// <summary>The answer that this attempt gave to its request; null when it gave none, or another came first.</summary>
    public InferAnswer? Given { get; private set; }

    /// <summary>With <see cref="AttemptOutcome.Failed"/>: why.</summary>
    public NeuronRuntimeException? Failure { get; private set; }

    public override void Execute(CoreLane lane)
    {
        var begun = Stopwatch.GetTimestamp();
        if (IsPointless()) return;

        using var activity = NeuronTelemetry.StartExecution(request, routee.Key);
        var (outputs, failure) = TryExecute();
        var ticks = Stopwatch.GetElapsedTime(begun).Ticks;
        if (!TrySettle()) return;

        _ownEnd = true;
        if (failure is null)
        {
            lane.Counters.CountExecuted(ticks);
            Result = new StageResult(outputs, routee.Key.Core, ticks);
            Outcome = AttemptOutcome.Succeeded;
            if (request.Stage == request.Plan!.Stages.Length - 1) Give(request.Deliverable(Answer()));
        }
        else
        {
            lane.Counters.CountFailed();
            NeuronTelemetry.Fail(activity, failure);
            (Failure, Outcome) = (failure, AttemptOutcome.Failed);
            if (FaultReaction.To(failure.Kind).QuarantinesCore) lane.ReportFault(failure);
        }
    }

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

    public override void Abandon(NeuronRuntimeException failure)
    {
        if (!TrySettle()) return;
        (Failure, Outcome) = (failure, AttemptOutcome.Failed);
        router.Ended(this);
    }

    private bool IsPointless()
    {
        var passed = !request.Deadline.IsNone && request.Deadline.HasPassed(Clock.Now(clock));
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

    private InferCompleted Answer()
    {
        var produced = request.Produced;
        var executed = Result.Ticks;
        var cores = routee.Cores;
        if (produced is not null)
        {
            produced[^1] = Result;
            executed = produced.Sum(stage => stage.Ticks);
            cores = [.. produced.Select(stage => stage.Core)];
        }

        return new InferCompleted(request.Plan!.OutputsOf(request.Inputs, produced, Result.Outputs), cores)
        {
            Executed = new TimeSpan(executed),
            Queued = Stopwatch.GetElapsedTime(request.AcceptedAt) - new TimeSpan(executed),
        };
    }

    private void Give(InferAnswer answer)
    {
        if (request.TryAnswer(answer)) Given = answer;
    }

    private bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;
}
