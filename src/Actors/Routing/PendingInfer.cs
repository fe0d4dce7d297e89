using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Akka.Actor;
using NeuronActors.Serialization;

namespace NeuronActors.Routing;

/// <summary>
/// An <see cref="Infer"/> within this process, from its acceptance to its one answer: a promise, or the address to reply to, and what
/// the router remembers of it. It is the only object that a local inference allocates on its way in.
/// </summary>
/// <remarks>
/// <see cref="TryAnswer"/> may be called from any thread, and only the first call counts; that is what keeps an answer single when a
/// result, a deadline, a cancellation and a watchdog meet. Everything under "The router's" is touched by the router alone.
/// </remarks>
internal sealed class PendingInfer :
    IValueTaskSource<InferAnswer>, IValueTaskSource<InferCompleted>, INoSerializationVerificationNeeded
{
    // Most requests are awaited in this process, are in no trace and cannot be cancelled: what only others need is kept apart.
    private readonly Asker? _asker;
    private ManualResetValueTaskSourceCore<InferAnswer> _promise = new() { RunContinuationsAsynchronously = true };
    private Cancellation? _cancellation;
    private object? _traceContext;

    // As plain numbers: within an object each value of a struct's type takes eight bytes.
    private readonly byte _priority;
    private int _avoid = -1;
    private bool _answered;

    /// <summary>Makes one whose answer is awaited in this process.</summary>
    public PendingInfer(ModelName model, ImmutableArray<NamedTensor> inputs, string? subgraph, Deadline deadline, bool retryOnFault)
    {
        Model = model;
        Inputs = inputs;
        Subgraph = subgraph;
        Deadline = deadline;
        RetryOnFault = retryOnFault;
        AcceptedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Makes one of a message, whose answer goes to an actor.</summary>
    /// <param name="infer">The message.</param>
    /// <param name="replyTo">The actor.</param>
    /// <param name="maxAnswerBytes">What the answer may take on the wire, if the actor is of another process.</param>
    public PendingInfer(Infer infer, IActorRef replyTo, int maxAnswerBytes = int.MaxValue)
        : this(infer.Model, infer.Inputs, infer.Subgraph, infer.Deadline, infer.RetryOnFault)
    {
        _asker = new Asker(replyTo, infer.RequestId, maxAnswerBytes);
        Priority = infer.Priority;
        TraceContext = infer.TraceContext;
    }

    public ModelName Model { get; }

    public string? Subgraph { get; }

    public string? RequestId => _asker?.RequestId;

    public Deadline Deadline { get; }

    public bool RetryOnFault { get; }

    public InferPriority Priority
    {
        get => new(_priority);
        init => _priority = (byte)value.Level;
    }

    /// <summary>When it was accepted, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long AcceptedAt { get; }

    /// <summary>The trace it belongs to; the default when there is none. Kept boxed, because most have none.</summary>
    public ActivityContext TraceContext
    {
        get => _traceContext is ActivityContext context ? context : default;
        init => _traceContext = value == default ? null : value;
    }

    public bool IsAnswered => Volatile.Read(ref _answered);

    /// <summary>The answer, for one await.</summary>
    public ValueTask<InferAnswer> Answer => new(this, _promise.Version);

    /// <summary>The answer, for one await that throws when it is no result.</summary>
    public ValueTask<InferCompleted> Completed => new(this, _promise.Version);

    // ---- The router's ----

    /// <summary>The inputs; from acceptance on in the order of the plan's signature.</summary>
    public ImmutableArray<NamedTensor> Inputs { get; set; }

    public InferPlan? Plan { get; set; }

    /// <summary>The stage of the plan that it waits for or runs in.</summary>
    public int Stage { get; set; }

    /// <summary>How often an execution has failed under it.</summary>
    public int Failures { get; set; }

    /// <summary>The core it failed on last, to be avoided.</summary>
    public VisibleCoreIndex? Avoid
    {
        get => _avoid < 0 ? null : new VisibleCoreIndex(_avoid);
        set => _avoid = value?.Value ?? -1;
    }

    /// <summary>What its finished stages produced; null for a plan of one stage.</summary>
    public StageResult[]? Produced { get; set; }

    public RequestList? List { get; set; }

    public PendingInfer? Previous { get; set; }

    public PendingInfer? Next { get; set; }

    // ---- Any thread ----

    /// <summary>Answers it, unless it has been answered.</summary>
    public bool TryAnswer(InferAnswer answer, IActorRef? from = null)
    {
        if (Interlocked.Exchange(ref _answered, true)) return false;

        _cancellation?.Registration.Unregister();
        if (_asker is null) _promise.SetResult(answer);
        else _asker.ReplyTo.Tell(_asker.RequestId is null ? answer : answer with { RequestId = _asker.RequestId }, from ?? ActorRefs.NoSender);
        return true;
    }

    /// <summary>
    /// The result as it can reach the asker: itself or, for an asker of another process to whom the transport would drop it in silence,
    /// the refusal that says so.
    /// </summary>
    public InferAnswer Deliverable(InferCompleted result)
    {
        if (_asker is not { ReplyTo: IActorRefScope { IsLocal: false } }) return result;

        var size = WireSize.Of(result with { RequestId = RequestId });
        return size <= _asker.MaxAnswerBytes ? result : Refusals.AnswerTooLarge(size, _asker.MaxAnswerBytes);
    }

    /// <summary>Whether it is the message that a <see cref="CancelInfer"/> of a sender means.</summary>
    public bool IsFrom(IActorRef sender, string requestId) =>
        string.Equals(RequestId, requestId, StringComparison.Ordinal) && sender.Equals(_asker?.ReplyTo);

    /// <summary>From now on a cancelled token answers it and lets the router know. Called before the router gets it.</summary>
    public void CancelWith(IRouterInbox router, CancellationToken token)
    {
        if (!token.CanBeCanceled) return;

        _cancellation = new Cancellation(token);
        _cancellation.Registration = token.UnsafeRegister(
            static state =>
            {
                var (request, router) = ((PendingInfer, IRouterInbox))state!;
                if (request.TryAnswer(Refusals.Cancelled())) router.Cancelled(request);
            },
            (this, router));

        // A callback that ran before the assignment above found nothing to unregister.
        if (IsAnswered) _cancellation.Registration.Unregister();
    }

    InferAnswer IValueTaskSource<InferAnswer>.GetResult(short token) => _promise.GetResult(token);

    InferCompleted IValueTaskSource<InferCompleted>.GetResult(short token) =>
        _promise.GetResult(token) switch
        {
            InferCompleted completed => completed,
            InferRejected { Reason: RejectionReason.Cancelled } when _cancellation is { Token.IsCancellationRequested: true } =>
                throw new OperationCanceledException(_cancellation.Token),
            var other => throw new InferException(other),
        };

    ValueTaskSourceStatus IValueTaskSource<InferAnswer>.GetStatus(short token) => _promise.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<InferCompleted>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<InferAnswer>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<InferCompleted>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token, flags);

    /// <summary>Who told it, and is told its answer.</summary>
    /// <param name="ReplyTo">The actor.</param>
    /// <param name="RequestId">What comes back in the answer.</param>
    /// <param name="MaxAnswerBytes">What the answer may take on the wire, if the actor is of another process.</param>
    private sealed record Asker(IActorRef ReplyTo, string? RequestId, int MaxAnswerBytes);

    /// <summary>The token that may take it back. Kept apart from its registration, which is empty when the token was cancelled before.</summary>
    private sealed class Cancellation(CancellationToken token)
    {
        public CancellationToken Token => token;

        public CancellationTokenRegistration Registration { get; set; }
    }
}
