using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>One request on its way over gRPC, and its answer: in one piece where that is enough, else in several.</summary>
internal sealed class TensorExchange(TensorMethods methods, TensorFrame request, CancellationToken end)
{
    /// <summary>Whether the other side may have the whole request. Until then it has run nothing.</summary>
    public bool IsSent { get; private set; }

    /// <summary>The same over the call that small requests share, if it takes this one.</summary>
    /// <param name="link">The connections.</param>
    /// <param name="collect">Reads an answer that turned out to be larger than expected.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public async ValueTask<(TensorFrame? Answer, T? Collected)> ShareAsync<T>(NodeLink link, Func<IAsyncStreamReader<TensorPiece>, ValueTask<T>> collect)
    {
        var said = await link.Shared.SendAsync(request, () => IsSent = true, end).ConfigureAwait(false);
        if (said.Kind == FrameBatchKind.Frame) return (said.Frame, default);

        var ticket = new AnswerTicket(FrameBatchWire.TicketOf(new(said.Bytes)));
        try
        {
            using var call = link.BulkCalls.AsyncServerStreamingCall(methods.Collect, host: null, new CallOptions(cancellationToken: end), ticket);
            return (null, await collect(call.ResponseStream).ConfigureAwait(false));
        }
        catch
        {
            // The ticket may not have arrived.
            link.Shared.Forget(said.Id);
            throw;
        }
    }

    /// <summary>Sends, and waits for the answer. The request's memory is not read any more when it ends, whatever the end.</summary>
    /// <param name="link">The connections.</param>
    /// <param name="isBulk">Whether the answer is expected to be large.</param>
    /// <param name="receive">Reads the answer.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public async ValueTask<T> RunAsync<T>(NodeLink link, bool isBulk, Func<IAsyncStreamReader<TensorPiece>, ValueTask<T>> receive)
    {
        var options = new CallOptions(cancellationToken: end);
        if (TensorPiece.TryOne(request) is { } one)
        {
            IsSent = true;
            using var call = (isBulk ? link.BulkCalls : link.Calls).AsyncServerStreamingCall(methods.InferOne, host: null, options, one);
            return await receive(call.ResponseStream).ConfigureAwait(false);
        }

        using var large = link.BulkCalls.AsyncDuplexStreamingCall(methods.Infer, host: null, options);
        var sending = SendAsync(large.RequestStream);
        try
        {
            return await receive(large.ResponseStream).ConfigureAwait(false);
        }
        finally
        {
            // What the other side has refused need not be sent to its end.
            large.Dispose();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // How it fails does not matter: the answer, or the end of the call, says why.
    private async Task SendAsync(IClientStreamWriter<TensorPiece> to)
    {
        foreach (var piece in TensorPiece.Cut(request)) await to.WriteAsync(piece, CancellationToken.None).ConfigureAwait(false);
        IsSent = true;
        await to.CompleteAsync().ConfigureAwait(false);
    }
}
