using System.Diagnostics;
using Grpc.Core;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Grpc.Infer;

/// <summary>An inference over gRPC, from the message of its request to that of its answer: the path that has to be short.</summary>
internal sealed class InferRunner(InferenceGateway gateway, ModelCatalog catalog, ServeOptions node, TimeProvider clock)
{
    private readonly InferAnswer _answer = new(node.NodeName);

    /// <summary>Runs one request. Throws nothing that the request is to blame for.</summary>
    public ValueTask<InferReply> RunAsync(Wire.ModelInferRequest request, ServerCallContext context)
    {
        var receivedAt = Stopwatch.GetTimestamp();
        if (!catalog.TryFind(request.ModelName, request.ModelVersion, out var served, out var error)) return new(error);

        try
        {
            var parameters = InferParameters.Read(request.Parameters);
            var inference = new InferenceRequest
            {
                Inputs = InferRequestReader.ReadInputs(request),
                Outputs = InferRequestReader.ReadOutputs(request.Outputs),
                NamesVersion = request.ModelVersion.Length > 0,
                Timeout = Sooner(parameters.Timeout, TimeLeft(context.Deadline)),
                Priority = parameters.Priority,
                Trace = TraceOf(context),
                ReceivedAt = receivedAt,
            };
            return RunAsync(served, inference, request.Id, context.CancellationToken);
        }
        catch (ServingException refused)
        {
            return new(InferenceGateway.Refuse(served, receivedAt, refused.Error).Error!);
        }
    }

    private async ValueTask<InferReply> RunAsync(ServedVersion served, InferenceRequest inference, string id, CancellationToken cancellationToken)
    {
        var outcome = await gateway.InferAsync(served, inference, cancellationToken);
        return outcome.IsResult ? _answer.Of(id, outcome) : outcome.Error;
    }

    // Metadata are headers; there they are at hand, without a copy of all of them.
    private static ActivityContext TraceOf(ServerCallContext context)
    {
        if (!InferenceTraces.AreWanted) return default;

        var headers = context.GetHttpContext().Request.Headers;
        return InferenceTraces.ContextOf(headers.TraceParent, headers.TraceState);
    }

    private TimeSpan? TimeLeft(DateTime deadline) => deadline == DateTime.MaxValue ? null : deadline - clock.GetUtcNow().UtcDateTime;

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
