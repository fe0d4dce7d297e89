using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>An inference over REST, from its bytes to the bytes of its answer: the path that has to be short.</summary>
internal sealed class InferHandler(InferenceGateway gateway, ModelCatalog catalog, RestLimits limits, ServeOptions node)
{
    public Task HandleAsync(HttpContext context, ReadOnlySpan<char> model, ReadOnlySpan<char> version)
    {
        var receivedAt = Stopwatch.GetTimestamp();
        return catalog.TryFind(model, version, out var served, out var error)
            ? HandleAsync(context, served, namesVersion: !version.IsEmpty, receivedAt)
            : ErrorAnswer.WriteAsync(context, error);
    }

    private async Task HandleAsync(HttpContext context, ServedVersion served, bool namesVersion, long receivedAt)
    {
        var memory = new RequestMemory();
        InferCall call;
        TimeSpan? timeout;
        try
        {
            timeout = InferHeaders.TimeoutOf(context.Request.Headers);
            call = await ReadAsync(context, served, memory);
            call.CheckForms(served.Signature);
        }
        catch (ServingException refused)
        {
            memory.Return();
            await ErrorAnswer.WriteAsync(context, InferenceGateway.Refuse(served, receivedAt, refused.Error).Error!);
            return;
        }

        var outcome = await gateway.InferAsync(
            served,
            new InferenceRequest
            {
                Inputs = call.Inputs,
                Outputs = call.OutputNames,
                NamesVersion = namesVersion,
                Timeout = call.Timeout is null || timeout < call.Timeout ? timeout ?? call.Timeout : call.Timeout,
                Priority = call.Priority,
                Trace = InferenceTraces.ContextOf(context.Request.Headers.TraceParent, context.Request.Headers.TraceState),
                Form = call,
                ReceivedAt = receivedAt,
            },
            context.RequestAborted);
        if (!outcome.IsResult)
        {
            await ErrorAnswer.WriteAsync(context, outcome.Error);
            return;
        }

        await InferAnswerWriter.WriteAsync(context, call, outcome, node.NodeName);

        // After the answer: an output may be an input, handed through.
        memory.Return();
    }

    private async ValueTask<InferCall> ReadAsync(HttpContext context, ServedVersion served, RequestMemory memory)
    {
        var jsonLength = InferHeaders.JsonLengthOf(context.Request.Headers);
        var body = await BodyReader.ReadAsync(context.Request, limits.MaxBodyBytes, jsonLength ?? 0, memory, context.RequestAborted);
        if (jsonLength > body.Length)
        {
            throw new ServingException(ServingError.Invalid($"{InferHeaders.JsonLength} is {jsonLength}, and the body has {body.Length} bytes."));
        }

        return jsonLength == 0 ? RawRequest.Read(body, served.Signature) : InferJsonReader.Read(body, (int)(jsonLength ?? body.Length), memory);
    }
}
