using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>A <see cref="SharedCall"/> at the node that answers: begins what comes in, and says each answer when it is there.</summary>
/// <param name="answer">Answers one request; the token ends with the other side's interest in it. Never throws.</param>
/// <param name="parked">Where answers wait that are too large to be said here.</param>
/// <param name="mostBytes">The most bytes of an answer that is said here.</param>
/// <param name="clock">The clock of the deadlines.</param>
internal sealed class SharedCallAnswers(
    Func<TensorFrame, CancellationToken, ValueTask<TensorFrame>> answer, ParkedAnswers parked, int mostBytes, TimeProvider clock)
{
    private readonly Channel<FrameBatchEntry> _said = Channel.CreateUnbounded<FrameBatchEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();

    /// <summary>Answers until the other side is gone.</summary>
    /// <exception cref="RpcException">It does not speak as it should.</exception>
    public async Task RunAsync(IAsyncStreamReader<FrameBatch> from, IServerStreamWriter<FrameBatch> to, ServerCallContext context)
    {
        // The other side waits for a first message, whatever is in it, before it says anything.
        await to.WriteAsync(new FrameBatch(), context.CancellationToken).ConfigureAwait(false);
        using var call = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var writing = WriteAsync(to, call);
        try
        {
            while (await from.MoveNext(call.Token).ConfigureAwait(false))
            {
                if (from.Current.Flaw is { } flaw) throw new RpcException(new Status(StatusCode.InvalidArgument, flaw));

                foreach (var entry in from.Current.Entries) Hear(entry);
            }
        }
        finally
        {
            _said.Writer.TryComplete();
            foreach (var running in _running.Values) await running.CancelAsync().ConfigureAwait(false);
            parked.ForgetOf(this);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Hear(FrameBatchEntry entry)
    {
        switch (entry.Kind)
        {
            case FrameBatchKind.Frame:
                _ = AnswerAsync(entry.Id, entry.Frame!);
                break;
            case FrameBatchKind.TakenBack when _running.TryRemove(entry.Id, out var running):
                // Elsewhere: what hears of it is not this call's affair.
                _ = running.CancelAsync();
                break;
            case FrameBatchKind.TakenBack:
                parked.Forget(this, entry.Id);
                break;
        }
    }

    private async Task AnswerAsync(long id, TensorFrame request)
    {
        // Not disposed: it may be cancelled at any time, and without a timer it holds nothing.
        var end = new CancellationTokenSource();
        _running[id] = end;
        var said = await answer(request, end.Token).ConfigureAwait(false);
        if (said.TotalBytes <= mostBytes)
        {
            if (_running.TryRemove(id, out _)) _said.Writer.TryWrite(FrameBatchEntry.Of(id, said, clock));
            return;
        }

        // In this order: who takes the request back finds it running or finds the answer.
        var ticket = parked.Park(said, this, id);
        if (!_running.TryRemove(id, out _) || !_said.Writer.TryWrite(FrameBatchEntry.Parked(id, ticket))) parked.Forget(ticket);
    }

    // Should it fail, the call ends: what cannot be said is not waited for.
    private async Task WriteAsync(IServerStreamWriter<FrameBatch> to, CancellationTokenSource call)
    {
        try
        {
            await FrameBatchWriter.RunAsync(_said.Reader, static entry => entry, batch => to.WriteAsync(batch, call.Token)).ConfigureAwait(false);
        }
        catch
        {
            await call.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
