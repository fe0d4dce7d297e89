using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using Output = NeuronActors.Node.Grpc.Wire.ModelInferRequest.Types.InferRequestedOutputTensor;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Infer;

/// <summary>What clients get wrong: each is answered with a status and a reason, and the next request finds the node as it was.</summary>
public sealed class InferErrorSpecs(InferErrorSpecs.Node node) : IClassFixture<InferErrorSpecs.Node>
{
    private static readonly Dictionary<string, (Action<Wire.ModelInferRequest> Spoil, StatusCode Status, string Reason)> Flaws = new()
    {
        ["no inputs"] = (r => { r.Inputs.Clear(); r.RawInputContents.Clear(); }, StatusCode.InvalidArgument, "input 'x' (FP32 [?]) is missing"),
        ["an input without a name"] = (r => r.Inputs[0].Name = "", StatusCode.InvalidArgument, "An input has no 'name'"),
        ["another input"] = (r => r.Inputs[0].Name = "z", StatusCode.InvalidArgument, "there is no input 'z'"),
        ["an input twice"] = (r => { r.Inputs.Add(r.Inputs[0]); r.RawInputContents.Add(r.RawInputContents[0]); }, StatusCode.InvalidArgument, "input 'x' was given more than once"),
        ["no datatype"] = (r => r.Inputs[0].Datatype = "", StatusCode.InvalidArgument, "Input 'x' has no 'datatype'"),
        ["an unknown datatype"] = (r => r.Inputs[0].Datatype = "FP99", StatusCode.InvalidArgument, "'FP99' is no datatype"),
        ["another datatype"] = (r => r.Inputs[0].Datatype = "INT32", StatusCode.InvalidArgument, "input 'x' takes FP32 [?], and INT32 [2] was given"),
        ["another rank"] = (r => r.Inputs[0].Shape.Insert(0, 1), StatusCode.InvalidArgument, "input 'x' takes FP32 [?], and FP32 [1, 2] was given"),
        ["a negative dimension"] = (r => r.Inputs[0].Shape[0] = -2, StatusCode.InvalidArgument, "A dimension is -2, and must not be negative"),
        ["a shape beyond 2^64"] = (r => r.Inputs[0].Shape.Add([4294967296, 4294967296]), StatusCode.InvalidArgument, "more elements than memory can hold"),
        ["too many bytes"] = (r => r.Inputs[0].Shape[0] = 1, StatusCode.InvalidArgument, "FP32 [1] takes 4 bytes, and 8 were given"),
        ["too few bytes"] = (r => r.Inputs[0].Shape[0] = 2000000000, StatusCode.InvalidArgument, "takes 8000000000 bytes, and 8 were given"),
        ["bytes that are no texts"] = (r => r.Inputs[0].Datatype = "BYTES", StatusCode.InvalidArgument, "Input 'x':"),
        ["more raw contents than inputs"] = (r => r.RawInputContents.Add(ByteString.Empty), StatusCode.InvalidArgument, "There are 2 raw_input_contents and 1 inputs"),
        ["raw and typed contents"] = (r => Typed(r, raw: true).Fp32Contents.Add([1, 2]), StatusCode.InvalidArgument, "it has contents, and the request has raw_input_contents"),
        ["neither raw nor typed contents"] = (r => r.RawInputContents.Clear(), StatusCode.InvalidArgument, "Input 'x' has no data"),
        ["empty contents"] = (r => Typed(r), StatusCode.InvalidArgument, "Input 'x' has no data"),
        ["contents of another type"] = (r => Typed(r).IntContents.Add([1, 2]), StatusCode.InvalidArgument, "FP32 goes into fp32_contents, and int_contents was given"),
        ["too few contents"] = (r => Typed(r).Fp32Contents.Add(1), StatusCode.InvalidArgument, "there are 1 elements, and its shape is 2"),
        ["too many contents"] = (r => Typed(r).Fp32Contents.Add([1, 2, 3]), StatusCode.InvalidArgument, "there are more than the 2 elements"),
        ["contents of a shape beyond 2^63"] = (r => { r.Inputs[0].Shape.Add([4611686018427387904]); Typed(r).Fp32Contents.Add(1); }, StatusCode.InvalidArgument, "more elements than memory can hold"),
        ["a number that is no UINT8"] = (r => { r.Inputs[0].Datatype = "UINT8"; Typed(r).UintContents.Add([1, 256]); }, StatusCode.InvalidArgument, "256 is no UINT8"),
        ["a number that is no INT16"] = (r => { r.Inputs[0].Datatype = "INT16"; Typed(r).IntContents.Add([1, -32769]); }, StatusCode.InvalidArgument, "-32769 is no INT16"),
        ["an unknown output"] = (r => r.Outputs.Add(new Output { Name = "z" }), StatusCode.InvalidArgument, "There is no output 'z'; the model gives 'y'"),
        ["an output without a name"] = (r => r.Outputs.Add(new Output()), StatusCode.InvalidArgument, "An output has no 'name'"),
        ["an output twice"] = (r => r.Outputs.Add([new Output { Name = "y" }, new Output { Name = "y" }]), StatusCode.InvalidArgument, "Output 'y' is asked for more than once"),
        ["a priority below zero"] = (r => r.With("priority", new Wire.InferParameter { Int64Param = -1 }), StatusCode.InvalidArgument, "'priority' must be a whole number that is not negative"),
        ["a priority that is no number"] = (r => r.With("priority", new Wire.InferParameter { DoubleParam = 1 }), StatusCode.InvalidArgument, "'priority' must be a whole number"),
        ["a timeout that is no number"] = (r => r.With("timeout", new Wire.InferParameter { StringParam = "soon" }), StatusCode.InvalidArgument, "'timeout' must be a whole number"),
        ["a sequence"] = (r => r.With("sequence_id", new Wire.InferParameter { Int64Param = 7 }), StatusCode.Unimplemented, "'sequence_id' is not supported by this server."),
        ["a sequence by name"] = (r => r.With("sequence_id", new Wire.InferParameter { StringParam = "s" }), StatusCode.Unimplemented, "'sequence_id' is not supported"),
        ["shared memory"] = (r => r.Inputs[0].Parameters["shared_memory_region"] = new Wire.InferParameter { StringParam = "r" }, StatusCode.Unimplemented, "'shared_memory_region' is not supported"),
        ["classification"] = (r => r.Outputs.Add(new Output { Name = "y", Parameters = { ["classification"] = new Wire.InferParameter { Int64Param = 1 } } }), StatusCode.Unimplemented, "'classification' is not supported"),
        ["a model that is not there"] = (r => r.ModelName = "none", StatusCode.NotFound, "No model 'none' is loaded."),
        ["no model"] = (r => r.ModelName = "", StatusCode.NotFound, "No model '' is loaded."),
        ["a version that is not there"] = (r => r.ModelVersion = "7", StatusCode.NotFound, "Version 7 of model 'same' is not loaded; loaded: 1."),
        ["a version that is none"] = (r => r.ModelVersion = "x", StatusCode.InvalidArgument, "'x' is no version"),
    };

    public static TheoryData<string> Names => [.. Flaws.Keys];

    /// <summary>The same flaw on both front ends.</summary>
    public static TheoryData<string, string> InBoth => new()
    {
        { "no inputs", """{"inputs":[]}""" },
        { "an input without a name", """{"inputs":[{"shape":[2],"datatype":"FP32","data":[1,2]}]}""" },
        { "no datatype", """{"inputs":[{"name":"x","shape":[2],"data":[1,2]}]}""" },
        { "an unknown datatype", """{"inputs":[{"name":"x","shape":[2],"datatype":"FP99","data":[1,2]}]}""" },
        { "a negative dimension", """{"inputs":[{"name":"x","shape":[-2],"datatype":"FP32","data":[1,2]}]}""" },
        { "too few contents", """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1]}]}""" },
        { "too many contents", """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2,3]}]}""" },
        { "a number that is no UINT8", """{"inputs":[{"name":"x","shape":[2],"datatype":"UINT8","data":[1,256]}]}""" },
        { "contents of a shape beyond 2^63", """{"inputs":[{"name":"x","shape":[2,4611686018427387904],"datatype":"FP32","data":[1]}]}""" },
        { "an unknown output", """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]}],"outputs":[{"name":"z"}]}""" },
        { "a priority below zero", """{"parameters":{"priority":-1}}""" },
        { "a sequence", """{"parameters":{"sequence_id":7}}""" },
    };

    private Wire.GRPCInferenceService.GRPCInferenceServiceClient Client => node.Channel.Inference();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused_with_the_reason(string flaw)
    {
        var (spoil, status, reason) = Flaws[flaw];

        var refused = await GrpcCalls.RefusedAsync(status, Client.ModelInferAsync(Spoilt(spoil)));

        Assert.Contains(reason, refused.Status.Detail, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [MemberData(nameof(InBoth))]
    public async Task Is_refused_in_the_words_of_rest(string flaw, string json)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Client.ModelInferAsync(Spoilt(Flaws[flaw].Spoil)));

        var (status, body) = await node.Value.Client.PostJsonAsync("/v2/models/same/infer", json);

        Assert.NotEqual(HttpStatusCode.OK, status);
        Assert.Equal(body.GetProperty("error").GetString(), refused.Status.Detail);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_message_that_is_too_large_is_refused_also_when_it_is_small_until_unpacked(string? form)
    {
        Metadata headers = form is null ? [] : GrpcCalls.Packed(form);

        await GrpcCalls.RefusedAsync(StatusCode.ResourceExhausted, Client.ModelInferAsync(GrpcCalls.Request("same", new float[300_000]), headers));

        await AssertServesAsync();
    }

    [Fact]
    public async Task Messages_of_the_largest_size_are_taken_one_after_the_other()
    {
        var values = new float[(1 << 18) - 64];

        for (var i = 0; i < 3; i++) Assert.Equal(values.Length, (await Client.ModelInferAsync(GrpcCalls.Request("same", values))).Floats().Count);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_fail_their_own_call_only()
    {
        await Assert.ThrowsAsync<RpcException>(() => node.Channel.CallAsync("ModelInfer", [0xFF, 0xFF, 0xFF]));
        await Assert.ThrowsAsync<RpcException>(() => node.Channel.CallAsync("ModelInfer", [0x3A, 0x7F, 0x00]));

        await AssertServesAsync();
    }

    [Fact]
    public async Task A_name_of_any_length_is_answered_with_a_reason_that_fits()
    {
        var refused = await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.ModelInferAsync(GrpcCalls.Request(new string('\u6f22', 100_000), 1)));

        Assert.Contains("No model '\u6f22", refused.Status.Detail, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    private static Wire.ModelInferRequest Spoilt(Action<Wire.ModelInferRequest> spoil)
    {
        var request = GrpcCalls.Request("same", 1, 2);
        spoil(request);
        return request;
    }

    private static Wire.InferTensorContents Typed(Wire.ModelInferRequest request, bool raw = false)
    {
        if (!raw) request.RawInputContents.Clear();
        return request.Inputs[0].Contents = new Wire.InferTensorContents();
    }

    private async Task AssertServesAsync() => Assert.Equal([1, 2], (await Client.ModelInferAsync(GrpcCalls.Request("same", 1, 2))).Floats());

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

        internal TestNode Value { get; private set; } = null!;

        internal GrpcChannel Channel { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Value = await TestNode.StartAsync(("model-repository", _repository.Root), ("max-request-bytes", "1MiB"));
            Channel = Value.Connect();
        }

        public async Task DisposeAsync()
        {
            Channel.Dispose();
            await Value.DisposeAsync();
            _repository.Dispose();
        }
    }
}
