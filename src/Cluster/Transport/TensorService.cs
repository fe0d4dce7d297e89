using System.Runtime.Serialization;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// Answers requests of other nodes, by a handler that runs them on the local runtime only, and that holds their deadlines. The token that the
/// handler gets ends when the other side takes the request back and when the connection breaks; the answer is then of use to nobody.
/// </summary>
internal sealed class TensorService(
    Func<Infer, CancellationToken, ValueTask<RemoteAnswer>> handler,
    TransportSettings settings,
    TimeProvider clock,
    ILogger<TensorService> logger)
{
    // Written out together with the end of the answer.
    private static readonly WriteOptions WithTheEnd = new(WriteFlags.BufferHint);

    private readonly ParkedAnswers _parked = new();

    /// <summary>Whether small requests may share a call.</summary>
    public bool Shares => settings.MaxSharedBytes > 0;

    /// <summary>Answers that wait to be collected.</summary>
    public int Parked => _parked.Count;

    /// <summary>Takes one request, in one piece or several, and answers it likewise.</summary>
    public Task ServeAsync(IAsyncStreamReader<TensorPiece> from, IServerStreamWriter<TensorPiece> to, ServerCallContext context) => UntilGoneAsync(
        context, async () => await SendAsync(await AnswerAsync(from, context).ConfigureAwait(false), to, context.CancellationToken).ConfigureAwait(false));

    /// <summary>Takes small requests of a node as they come, and answers each when it is done, until that node is gone.</summary>
    public Task ShareAsync(IAsyncStreamReader<FrameBatch> from, IServerStreamWriter<FrameBatch> to, ServerCallContext context) => UntilGoneAsync(
        context, () => new SharedCallAnswers(AnswerAsync, _parked, settings.MaxSharedBytes, clock).RunAsync(from, to, context));

    /// <summary>Gives out an answer that was too large for the call that its request came by.</summary>
    /// <exception cref="RpcException">NOT_FOUND: there is none of that ticket, or not any more.</exception>
    public Task CollectAsync(AnswerTicket ticket, IServerStreamWriter<TensorPiece> to, ServerCallContext context)
    {
        var answer = _parked.Take(ticket.Value) ?? throw new RpcException(new Status(StatusCode.NotFound, "No answer waits with that ticket."));
        return UntilGoneAsync(context, () => SendAsync(answer, to, context.CancellationToken));
    }

    private static async Task UntilGoneAsync(ServerCallContext context, Func<Task> answer)
    {
        try
        {
            await answer().ConfigureAwait(false);
        }
        catch (Exception gone) when (context.CancellationToken.IsCancellationRequested && gone is OperationCanceledException or IOException or InvalidOperationException)
        {
            // Nobody is there to be answered.
        }
    }

    private static async Task SendAsync(TensorFrame answer, IServerStreamWriter<TensorPiece> to, CancellationToken ct)
    {
        if (TensorPiece.TryOne(answer) is { } one)
        {
            to.WriteOptions = WithTheEnd;
            await to.WriteAsync(one, ct).ConfigureAwait(false);
            return;
        }

        foreach (var piece in TensorPiece.Cut(answer)) await to.WriteAsync(piece, ct).ConfigureAwait(false);
    }

    // A small request, which is there as a whole.
    private async ValueTask<TensorFrame> AnswerAsync(TensorFrame frame, CancellationToken gone)
    {
        if (frame.AsRequest() is not { } request) return Malformed(frame.Flaw ?? "What was sent is no Infer.");
        if (frame.TotalBytes > settings.MaxMessageBytes) return TooLarge(request, frame.TotalBytes);
        if (request.Deadline.Left(clock) <= TimeSpan.Zero) return Late(request);

        return await HandleAsync(request, gone).ConfigureAwait(false);
    }

    private async Task<TensorFrame> AnswerAsync(IAsyncStreamReader<TensorPiece> from, ServerCallContext context)
    {
        if (!await from.MoveNext(context.CancellationToken).ConfigureAwait(false)) return Malformed("Nothing was sent.");

        var first = from.Current;
        var message = first.Begun is { } head ? head.Message : first.Frame?.Message;
        if (message is not Infer request) return Malformed(first.Frame?.Flaw ?? "What was sent is no Infer.");

        if (request.Deadline.Left(clock) <= TimeSpan.Zero) return Late(request);

        if (first.Begun is { } begun)
        {
            if (begun.TotalBytes > settings.MaxMessageBytes) return TooLarge(request, begun.TotalBytes);

            using var end = new RequestEnd(request.Deadline, clock, context.CancellationToken);
            try
            {
                first = TensorPiece.Received(await begun.ReceiveAsync(from, end.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
            {
                return Refuse(request, RejectionReason.DeadlineExceeded, "The deadline passed while the request came in from another node.");
            }
        }

        // A request is answered when it is there to its end: an answer before that would reset its stream.
        if (await from.MoveNext(context.CancellationToken).ConfigureAwait(false)) return Malformed("More was sent than one request.");

        if (first.Frame?.TotalBytes > settings.MaxMessageBytes) return TooLarge(request, first.Frame.TotalBytes);
        return first.Frame?.AsRequest() is { } whole
            ? await HandleAsync(whole, context.CancellationToken).ConfigureAwait(false)
            : Malformed(first.Frame?.Flaw ?? "Data was sent of no request.");
    }

    private static TensorFrame Malformed(string flaw) => TensorFrame.Of(new InferFailed(RuntimeErrorKind.BadRequest, flaw), load: null);

    private static TensorFrame Late(Infer request) => Refuse(request, RejectionReason.DeadlineExceeded, "The deadline passed on the way between nodes.");

    private static TensorFrame Refuse(Infer request, RejectionReason reason, string message, NodeLoad? load = null) =>
        TensorFrame.Of(new InferRejected(reason, message) { RequestId = request.RequestId }, load);

    private static TensorFrame Fail(Infer request, string message) =>
        TensorFrame.Of(new InferFailed(RuntimeErrorKind.Unknown, message) { RequestId = request.RequestId }, load: null);

    private TensorFrame TooLarge(Infer request, long bytes) => Refuse(
        request,
        RejectionReason.TooLargeForFrame,
        $"The request takes {bytes} bytes between nodes, and max-message-bytes allows {settings.MaxMessageBytes} at the node that was to run it.");

    private async ValueTask<TensorFrame> HandleAsync(Infer request, CancellationToken gone)
    {
        try
        {
            return Fit(request, await handler(request, gone).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return Refuse(request, RejectionReason.Cancelled, "The node that sent it has taken it back, or is gone.");
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
