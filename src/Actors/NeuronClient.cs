using System.Globalization;
using Akka.Actor;
using NeuronActors.Routing;
using NeuronActors.Serialization;

namespace NeuronActors;

/// <summary>
/// Asks a runtime that may be in another process: for actor systems that have none of their own. Give it the entry actor of a node, or the
/// router of one model. Thread-safe, and cheap to make.
/// </summary>
/// <remarks>
/// An <see cref="IActorRef"/> may just as well be told <see cref="Infer"/>. What this adds: a request that no frame of the transport takes is
/// refused here, instead of being logged and lost; a token that takes a request back at the node; and an answer in every case.
/// </remarks>
public sealed class NeuronClient
{
    private readonly IActorRef _target;
    private readonly int _maxMessageBytes;
    private long _requests;

    /// <summary>Makes one.</summary>
    /// <param name="system">The actor system that asks; its HOCON is where <c>neuron.remote.max-message-bytes</c> is read.</param>
    /// <param name="target">The actor that is asked, as this system knows it.</param>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The largest message would not fit a frame of the transport; the message names both settings.
    /// </exception>
    public NeuronClient(ActorSystem system, IActorRef target)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(target);
        _target = target;

        // What stays in this process is passed by reference and may be of any size.
        var limit = NeuronWireExtension.Get(system).MaxMessageBytes;
        _maxMessageBytes = target is IActorRefScope { IsLocal: false } ? limit : int.MaxValue;
    }

    /// <summary>Runs one inference.</summary>
    /// <inheritdoc cref="TryInferAsync"/>
    /// <returns>The result.</returns>
    /// <exception cref="InferException">It was refused or has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<InferCompleted> InferAsync(Infer request, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        await TryInferAsync(request, timeout, cancellationToken).ConfigureAwait(false) switch
        {
            InferCompleted completed => completed,
            InferRejected { Reason: RejectionReason.Cancelled } when cancellationToken.IsCancellationRequested =>
                throw new OperationCanceledException(cancellationToken),
            var other => throw new InferException(other),
        };

    /// <summary>Runs one inference, and returns a refusal or a failure instead of throwing it.</summary>
    /// <param name="request">
    /// The request. A <see cref="Infer.RequestId"/> comes back in the answer and need not be unique.
    /// </param>
    /// <param name="timeout">
    /// How long to wait; above zero. It travels with the request as its deadline, unless that has a nearer one, so the node does not
    /// execute what nobody waits for any more. When no answer came in time, that is <see cref="RejectionReason.DeadlineExceeded"/>.
    /// </param>
    /// <param name="cancellationToken">
    /// Takes the request back: answered <see cref="RejectionReason.Cancelled"/> at once, and the node is told.
    /// </param>
    /// <returns>
    /// The answer. <see cref="RejectionReason.TooLargeForFrame"/> when the request, or its result, does not fit
    /// <c>neuron.remote.max-message-bytes</c>.
    /// </returns>
    public async Task<InferAnswer> TryInferAsync(Infer request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        var answer = cancellationToken.IsCancellationRequested
            ? Refusals.Cancelled()
            : await SendAsync(Prepare(request, timeout), timeout, cancellationToken).ConfigureAwait(false);
        return answer with { RequestId = request.RequestId };
    }

    /// <summary>Sends a placement command or question, and waits for its answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="timeout">How long to wait; above zero. A load may take minutes.</param>
    /// <param name="cancellationToken">Ends the wait. A change goes on.</param>
    /// <returns>The answer, refusals and failures included.</returns>
    /// <exception cref="MessageTooLargeException">The command is larger than <c>neuron.remote.max-message-bytes</c>; it was not sent.</exception>
    /// <exception cref="TimeoutException">No answer came. Whether the command took effect is not known; it can be asked for.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PlacementAnswer> SendAsync(PlacementCommand command, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        if (!Fits(command, out var size)) throw new MessageTooLargeException(command, size, _maxMessageBytes);

        try
        {
            return await _target.Ask<PlacementAnswer>(command, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (AskTimeoutException late)
        {
            throw new TimeoutException($"{_target} did not answer {command} within {timeout}.", late);
        }
    }

    /// <summary>
    /// A <see cref="CancelInfer"/> names its request by sender and id. The sender is new for each, so any id would do; a request without
    /// one gets one.
    /// </summary>
    private Infer Prepare(Infer request, TimeSpan timeout) => request with
    {
        RequestId = request.RequestId ?? Interlocked.Increment(ref _requests).ToString(CultureInfo.InvariantCulture),
        Deadline = request.Deadline.Left() <= timeout ? request.Deadline : Deadline.After(timeout),
    };

    private async Task<InferAnswer> SendAsync(Infer request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!Fits(request, out var size)) return Refusals.RequestTooLarge(size, _maxMessageBytes);

        // Not cancelled by the token: its temporary actor has to outlive the caller, so that the answer that is on its way finds it.
        IActorRef asker = ActorRefs.Nobody;
        var answering = _target.Ask<InferAnswer>(
            replyTo =>
            {
                asker = replyTo;
                return request;
            },
            timeout,
            CancellationToken.None);
        try
        {
            return await answering.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return Refusals.NoAnswer(timeout);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // After the request, to the same actor and from the same one: so it arrives later, and is known to mean it.
            _target.Tell(new CancelInfer(request.Model, request.RequestId!), asker);
            Forget(answering);
            return Refusals.Cancelled();
        }
    }

    private bool Fits(INeuronWireMessage message, out long size)
    {
        size = _maxMessageBytes == int.MaxValue ? 0 : WireSize.Of(message);
        return size <= _maxMessageBytes;
    }

    // A time-out that nobody waits for any more would end up as an unobserved exception.
    private static void Forget(Task abandoned) =>
        _ = abandoned.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
