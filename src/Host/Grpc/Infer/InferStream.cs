using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Health;

namespace NeuronActors.Node.Grpc.Infer;

/// <summary>
/// A stream of inferences. They run side by side, and are answered in the order in which they came. What goes wrong with one is told in its
/// place, and the stream lives on; when the node shuts down, what was read is answered, and then the stream ends.
/// </summary>
internal sealed class InferStream(InferRunner runner, NodeLifetime lifetime, ILogger<InferStream> log)
{
    // Of one stream; what comes beyond waits in the connection, so that a client that does not read its answers fills no memory here.
    private const int MostInFlight = 64;

    public async Task RunAsync(
        IAsyncStreamReader<Wire.ModelInferRequest> requests, IServerStreamWriter<Wire.ModelStreamInferResponse> answers, ServerCallContext context)
    {
        var pending = Channel.CreateBounded<Task<Wire.ModelStreamInferResponse>>(new BoundedChannelOptions(MostInFlight) { SingleReader = true, SingleWriter = true });
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.Draining);
        var read = ReadAsync(requests, pending.Writer, context, reading.Token);
        try
        {
            await foreach (var answer in pending.Reader.ReadAllAsync(context.CancellationToken))
            {
                await answers.WriteAsync(await answer, context.CancellationToken);
            }
        }
        finally
        {
            await reading.CancelAsync();
            await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!await read) throw new ServingException(ServingError.Unavailable("The node is shutting down."));
    }

    /// <summary>Starts what comes; false when the node shuts down before the client has said that it was all.</summary>
    private async Task<bool> ReadAsync(
        IAsyncStreamReader<Wire.ModelInferRequest> requests,
        ChannelWriter<Task<Wire.ModelStreamInferResponse>> pending,
        ServerCallContext context,
        CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            while (await requests.MoveNext(cancellationToken)) await pending.WriteAsync(AnswerAsync(requests.Current, context), cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (lifetime.IsDraining)
        {
            return false;
        }
        catch (Exception broken)
        {
            failure = broken;
            throw;
        }
        finally
        {
            pending.Complete(failure);
        }
    }

    private async Task<Wire.ModelStreamInferResponse> AnswerAsync(Wire.ModelInferRequest request, ServerCallContext context)
    {
        var reply = await RunAsync(request, context);
        if (!reply.IsResult)
        {
            return new Wire.ModelStreamInferResponse { ErrorMessage = GrpcErrors.TextOf(reply.Error), InferResponse = new Wire.ModelInferResponse { Id = request.Id } };
        }

        if (InferParameters.Read(request.Parameters).WantsFinalMark) reply.Result.Parameters["triton_final_response"] = new Wire.InferParameter { BoolParam = true };
        return new Wire.ModelStreamInferResponse { InferResponse = reply.Result };
    }

    private async Task<InferReply> RunAsync(Wire.ModelInferRequest request, ServerCallContext context)
    {
        try
        {
            return await runner.RunAsync(request, context);
        }
        catch (Exception failure)
        {
            return GrpcGuard.Unexpected(log, failure, context.Method);
        }
    }
}
