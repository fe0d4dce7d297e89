using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>Writes the result of an inference: JSON, and behind it the outputs that are to come as bytes, straight from their own memory.</summary>
internal static class InferAnswerWriter
{
    // Of answers below this size packing makes longer ones, or none worth the time.
    private const int LeastToPack = 1024;
    private const int LargeTensor = 32 << 10;
    private const string BinaryMediaType = "application/octet-stream";

    [ThreadStatic]
    private static Utf8JsonWriter? _threadsJson;

    public static async Task WriteAsync(HttpContext context, InferCall call, InferenceOutcome outcome, string nodeName)
    {
        var begun = Stopwatch.GetTimestamp();
        using var json = new PooledBuffer(InitialSizeOf(call, outcome));
        WriteJson(json, call, outcome, nodeName);
        var (isBinary, bytes) = BinaryOf(call, outcome);
        var response = context.Response;
        response.ContentType = isBinary ? BinaryMediaType : JsonAnswer.MediaType;
        if (isBinary) response.Headers[InferHeaders.JsonLength] = json.Length.ToString(CultureInfo.InvariantCulture);
        if (json.Length + bytes >= LeastToPack && AnswerPacking.Of(context.Request.Headers.AcceptEncoding) is { } packing)
        {
            await packing.WriteAsync(context, json, call, outcome);
        }
        else
        {
            response.ContentLength = json.Length + bytes;
            await WritePlainAsync(context, json, call, outcome);
        }

        outcome.CountOutput(Stopwatch.GetElapsedTime(begun));
    }

    private static async Task WritePlainAsync(HttpContext context, PooledBuffer json, InferCall call, InferenceOutcome outcome)
    {
        var pipe = context.Response.BodyWriter;
        pipe.Write(json.Written.Span);
        foreach (var output in outcome.Outputs)
        {
            if (!call.IsBinary(output.Name)) continue;

            // A large one goes out as fast as the client takes it, instead of being piled up here.
            if (output.Tensor.Data.Length < LargeTensor) pipe.Write(output.Tensor.Data.Span);
            else await pipe.WriteAsync(output.Tensor.Data, context.RequestAborted);
        }

        await pipe.FlushAsync(context.RequestAborted);
    }

    // Everything in it can be written: the call was asked before this became a result.
    private static void WriteJson(PooledBuffer to, InferCall call, InferenceOutcome outcome, string nodeName)
    {
        var json = _threadsJson ??= new Utf8JsonWriter(to, JsonAnswer.Options);
        json.Reset(to);
        json.WriteStartObject();
        json.WriteString("model_name"u8, outcome.Served.Name);
        json.WriteString("model_version"u8, outcome.Served.VersionText);
        if (call.Id is not null) json.WriteString("id"u8, call.Id);
        json.WriteStartObject("parameters"u8);
        json.WriteString("neuron_core"u8, outcome.NeuronCore);
        json.WriteString("neuron_node"u8, outcome.NeuronNode ?? nodeName);
        json.WriteEndObject();
        json.WriteStartArray("outputs"u8);
        foreach (var (name, tensor) in outcome.Outputs)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("datatype"u8, tensor.ElementType.OipName());
            json.WriteStartArray("shape"u8);
            foreach (var dimension in tensor.Shape.Dimensions) json.WriteNumberValue(dimension);
            json.WriteEndArray();
            if (call.IsBinary(name))
            {
                json.WriteStartObject("parameters"u8);
                json.WriteNumber("binary_data_size"u8, tensor.Data.Length);
                json.WriteEndObject();
            }
            else
            {
                json.WritePropertyName("data"u8);
                TensorJsonWriter.Write(json, tensor);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private static (bool IsBinary, long Bytes) BinaryOf(InferCall call, in InferenceOutcome outcome)
    {
        var (isBinary, bytes) = (false, 0L);
        foreach (var output in outcome.Outputs)
        {
            if (!call.IsBinary(output.Name)) continue;

            isBinary = true;
            bytes += output.Tensor.Data.Length;
        }

        return (isBinary, bytes);
    }

    // A guess that saves growing: what is around the tensors, and some eight characters a number.
    private static int InitialSizeOf(InferCall call, in InferenceOutcome outcome)
    {
        var size = 512L;
        foreach (var output in outcome.Outputs)
        {
            if (!call.IsBinary(output.Name)) size += output.Tensor.ElementCount * 8;
        }

        return (int)Math.Min(size, 1 << 20);
    }
}
