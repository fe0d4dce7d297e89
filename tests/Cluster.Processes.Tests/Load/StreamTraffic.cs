using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.Cluster.Processes.Nodes;
using NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Cluster.Processes.Load;

/// <summary>
/// Callers that ask without pause until they are stopped, over streams of gRPC: there a second answer to one request would be seen, as a
/// call of its own for each would hide it.
/// </summary>
internal sealed class StreamTraffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<GrpcChannel> _channels = [];
    private readonly Task[] _streams;

    /// <param name="model">What is asked for.</param>
    /// <param name="streams">Streams to each node.</param>
    /// <param name="window">Requests in flight on each.</param>
    /// <param name="elements">How many numbers a request carries.</param>
    /// <param name="nodes">The nodes that are asked.</param>
    public StreamTraffic(string model, int streams, int window, int elements, params IEnumerable<ClusterNode> nodes) =>
        _streams = [.. nodes.SelectMany(node => Enumerable.Range(0, streams).Select(_ => RunAsync(ClientOf(node), node.Name, model, window, elements)))];

    public AnswerLedger Ledger { get; } = new();

    /// <summary>Asks a model without pause: a few requests of a number each in flight at each node.</summary>
    public static StreamTraffic Of(string model, params IEnumerable<ClusterNode> nodes) => new(model, streams: 2, window: 4, elements: 1, nodes);

    /// <summary>Waits until as many more requests have been answered.</summary>
    public Task FlowsAsync(int requests, string? by = null) => Ledger.FlowsAsync(requests, by);

    /// <summary>Stops asking, waits for the answers that are still to come, and fails unless every request had exactly one.</summary>
    public async Task<AnswerLedger> EndAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_streams).WaitAsync(Eventually.Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Answers did not come. {Ledger}");
        }

        Ledger.Settle();
        return Ledger;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var channel in _channels) channel.Dispose();
        await Task.WhenAll(_streams).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private GRPCInferenceService.GRPCInferenceServiceClient ClientOf(ClusterNode node)
    {
        var channel = GrpcChannel.ForAddress(node.Grpc, new GrpcChannelOptions
        {
            HttpHandler = node.Handler(),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        });
        _channels.Add(channel);
        return new GRPCInferenceService.GRPCInferenceServiceClient(channel);
    }

    private async Task RunAsync(GRPCInferenceService.GRPCInferenceServiceClient client, string at, string model, int window, int elements)
    {
        var open = new Queue<long>();
        try
        {
            using var call = client.ModelStreamInfer();
            for (var i = 0; i < window; i++) await SendAsync();
            while (open.Count > 0)
            {
                if (!await call.ResponseStream.MoveNext(CancellationToken.None)) throw new IOException("The stream ended.");
                Take(call.ResponseStream.Current);
                if (!_stop.IsCancellationRequested) await SendAsync();
            }

            await call.RequestStream.CompleteAsync();
            while (await call.ResponseStream.MoveNext(CancellationToken.None)) Take(call.ResponseStream.Current);

            async Task SendAsync()
            {
                var id = Ledger.Send();
                open.Enqueue(id);
                await call.RequestStream.WriteAsync(RequestOf(model, id, elements));
            }
        }
        catch (Exception broken) when (broken is RpcException or IOException or InvalidOperationException)
        {
            foreach (var id in open) Ledger.Refuse(id, $"at {at}: {broken.Message}");
        }

        // In the order in which they were sent: an error message does not say whose it is.
        void Take(ModelStreamInferResponse answer)
        {
            var next = open.TryDequeue(out var first) ? first : 0;
            if (answer.ErrorMessage.Length > 0) Ledger.Refuse(next, $"at {at}: {answer.ErrorMessage}");
            else Settle(answer.InferResponse);
        }
    }

    private void Settle(ModelInferResponse answer) => Ledger.Answer(
        long.Parse(answer.Id, CultureInfo.InvariantCulture),
        MemoryMarshal.Read<long>(answer.RawOutputContents[0].Span),
        answer.Parameters["neuron_node"].StringParam);

    private static ModelInferRequest RequestOf(string model, long id, int elements)
    {
        var bytes = new byte[elements * sizeof(long)];
        MemoryMarshal.Write(bytes, id);
        return new ModelInferRequest
        {
            ModelName = model,
            Id = id.ToString(CultureInfo.InvariantCulture),
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = "INT64", Shape = { elements } } },
            RawInputContents = { UnsafeByteOperations.UnsafeWrap(bytes) },
        };
    }
}
