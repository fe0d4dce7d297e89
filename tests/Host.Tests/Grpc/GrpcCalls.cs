using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Grpc.Packing;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc;

/// <summary>Calls as clients make them.</summary>
internal static class GrpcCalls
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Marshaller<byte[]> Plain = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>A simulated runtime whose faults the test has in its hand. The node that is started on it owns it, and disposes it.</summary>
    public static SimulatedRuntime RuntimeOf(int cores) => new(new SimulatedRuntimeOptions { Cores = VisibleCores.First(cores) });

    /// <summary>A connection to a node; messages may be of any size.</summary>
    public static GrpcChannel Connect(this TestNode node) =>
        GrpcChannel.ForAddress(node.Grpc, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
            CompressionProviders = [BoundedPacking.Gzip(long.MaxValue), BoundedPacking.Deflate(long.MaxValue)],
        });

    public static Wire.GRPCInferenceService.GRPCInferenceServiceClient Inference(this GrpcChannel channel) => new(channel);

    /// <summary>Says that the message of a call is to be packed.</summary>
    public static Metadata Packed(string form) => new() { { "grpc-internal-encoding-request", form } };

    /// <summary>A request with one input x of FP32 in one dimension.</summary>
    public static Wire.ModelInferRequest Request(string model, params float[] values) =>
        Request(model, "FP32", values.Length, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>A request with one input x in one dimension, raw.</summary>
    public static Wire.ModelInferRequest Request(string model, string datatype, long length, byte[] raw) => new()
    {
        ModelName = model,
        Inputs = { new Wire.ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = datatype, Shape = { length } } },
        RawInputContents = { UnsafeByteOperations.UnsafeWrap(raw) },
    };

    public static Wire.ModelInferRequest With(this Wire.ModelInferRequest request, string parameter, Wire.InferParameter value)
    {
        request.Parameters[parameter] = value;
        return request;
    }

    /// <summary>The numbers of the only output.</summary>
    public static IReadOnlyList<float> Floats(this Wire.ModelInferResponse answer) =>
        MemoryMarshal.Cast<byte, float>(Assert.Single(answer.RawOutputContents).Span).ToArray();

    public static string Core(this Wire.ModelInferResponse answer) => answer.Parameters["neuron_core"].StringParam;

    /// <summary>Waits for a call that has to fail with a status.</summary>
    public static async Task<RpcException> RefusedAsync(StatusCode status, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(status == refused.StatusCode, $"{status} was expected, and there came {refused.Status}.");
        return refused;
    }

    public static Task<RpcException> RefusedAsync<T>(StatusCode status, AsyncUnaryCall<T> call) => RefusedAsync(status, async () => await call);

    /// <summary>Sends bytes as the message of a call, and gives the bytes of the answer's.</summary>
    public static async Task<byte[]> CallAsync(this GrpcChannel channel, string method, byte[] request, string service = "inference.GRPCInferenceService")
    {
        var call = channel.CreateCallInvoker().AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, service, method, Plain, Plain), null, default, request);
        return await call;
    }
}
