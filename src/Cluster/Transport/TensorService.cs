using System.Runtime.Serialization;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace NeuronActors.Cluster.Transport;

/// <summary>Answers requests of other nodes, by a handler that runs them on the local runtime only.</summary>
internal sealed class TensorService(
    Func<Infer, CancellationToken, ValueTask<RemoteAnswer>> handler,
    TransportSettings settings,
    TimeProvider clock,
    ILogger<TensorService> logger)
{
    /// <summary>
    /// Runs one request. The token that the handler gets ends when the other side takes the request back, when the connection breaks and
    /// when the deadline passes; the answer is then of use to nobody, but the one to a late request is still sent.
    /// </summary>
    public async Task<TensorFrame> InferAsync(TensorFrame frame, ServerCallContext context)
    {
        if (frame.AsRequest() is not { } request)
        {
            return TensorFrame.Of(new InferFailed(RuntimeErrorKind.BadRequest, frame.Flaw ?? "What was sent is no Infer."), load: null);
        }

        if (request.Deadline.Left(clock) <= TimeSpan.Zero)
        {
            return Refuse(request, RejectionReason.DeadlineExceeded, "The deadline passed on the way between nodes.");
        }

        using var end = new RequestEnd(request.Deadline, clock, context.CancellationToken);
        return await HandleAsync(request, end.Token, context.CancellationToken).ConfigureAwait(false);
    }

    private static TensorFrame Refuse(Infer request, RejectionReason reason, string message, NodeLoad? load = null) =>
        TensorFrame.Of(new InferRejected(reason, message) { RequestId = request.RequestId }, load);

    private static TensorFrame Fail(Infer request, string message) =>
        TensorFrame.Of(new InferFailed(RuntimeErrorKind.Unknown, message) { RequestId = request.RequestId }, load: null);

    private async ValueTask<TensorFrame> HandleAsync(Infer request, CancellationToken end, CancellationToken gone)
    {
        try
        {
            return Fit(request, await handler(request, end).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return gone.IsCancellationRequested
                ? Refuse(request, RejectionReason.Cancelled, "The node that sent it has taken it back, or is gone.")
                : Refuse(request, RejectionReason.DeadlineExceeded, "The deadline passed at the node that was to run it.");
        }
        catch (InferException refusal)
        {
            return TensorFrame.Of(refusal.Answer, load: null);
        }
        catch (Exception defect)
        {
            TransportLog.HandlerFailed(logger, defect, request.Model.Value);
            return Fail(request, $"The node that was to run it failed unexpectedly: {defect.Message}");
        }
    }

    // What cannot be sent is refused here, where its size is known, and not by the other side, which would have nothing to go by.
    private TensorFrame Fit(Infer request, RemoteAnswer answer)
    {
        try
        {
            var frame = TensorFrame.Of(answer.Answer, answer.Load);
            return frame.TotalBytes <= settings.MaxMessageBytes
                ? frame
                : Refuse(
                    request,
                    RejectionReason.TooLargeForFrame,
                    $"The answer takes {frame.TotalBytes} bytes between nodes, and max-message-bytes allows {settings.MaxMessageBytes}.",
                    answer.Load);
        }
        catch (SerializationException flaw)
        {
            return Fail(request, $"The answer cannot be sent to another node: {flaw.Message}");
        }
    }
}
