using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Tests.Rest.Infer;
using NeuronActors.Node.Tests.Serve;
using Input = NeuronActors.Node.Grpc.Wire.ModelInferRequest.Types.InferInputTensor;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Infer;

/// <summary>Every form in which tensors travel, for every element type, over a real socket.</summary>
public sealed class InferFormsSpecs(InferFormsSpecs.Node node) : IClassFixture<InferFormsSpecs.Node>
{
    private Wire.GRPCInferenceService.GRPCInferenceServiceClient Client => node.Channel.Inference();

    [Theory]
    [MemberData(nameof(ElementForms.Types), MemberType = typeof(ElementForms))]
    public async Task Raw_in_and_raw_out(ElementType type)
    {
        var bytes = ElementForms.BytesOf(type);
        var request = GrpcCalls.Request(ElementForms.ModelOf(type), type.OipName(), 3, bytes);
        request.Id = "7";

        var answer = await Client.ModelInferAsync(request);

        Assert.Equal((ElementForms.ModelOf(type), "1", "7"), (answer.ModelName, answer.ModelVersion, answer.Id));
        Assert.Equal("test", answer.Parameters["neuron_node"].StringParam);
        Assert.Matches("^[0-3]$", answer.Core());
        var output = Assert.Single(answer.Outputs);
        Assert.Equal(("y", type.OipName()), (output.Name, output.Datatype));
        Assert.Equal([3], output.Shape);
        Assert.Null(output.Contents);
        Assert.Equal(bytes, Assert.Single(answer.RawOutputContents).ToByteArray());
    }

    [Theory]
    [MemberData(nameof(ElementForms.TypesOfJson), MemberType = typeof(ElementForms))]
    public async Task Typed_in_and_raw_out(ElementType type)
    {
        var bytes = ElementForms.BytesOf(type);
        var request = new Wire.ModelInferRequest
        {
            ModelName = ElementForms.ModelOf(type),
            Inputs = { new Input { Name = "x", Datatype = type.OipName(), Shape = { 3 }, Contents = TypedForms.Of(type, bytes) } },
        };

        var answer = await Client.ModelInferAsync(request);

        Assert.Equal(bytes, Assert.Single(answer.RawOutputContents).ToByteArray());
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public async Task Half_numbers_go_raw_only(ElementType type)
    {
        var request = new Wire.ModelInferRequest
        {
            ModelName = ElementForms.ModelOf(type),
            Inputs = { new Input { Name = "x", Datatype = type.OipName(), Shape = { 1 }, Contents = new Wire.InferTensorContents { Fp32Contents = { 1 } } } },
        };

        var refused = await GrpcCalls.RefusedAsync(StatusCode.InvalidArgument, Client.ModelInferAsync(request));

        Assert.Contains("send it in raw_input_contents", refused.Status.Detail, StringComparison.Ordinal);
        await Raw_in_and_raw_out(type);
    }

    [Fact]
    public async Task No_elements_at_all_are_a_tensor_in_every_form()
    {
        var raw = GrpcCalls.Request("same_FP32");
        var typed = raw.Clone();
        typed.RawInputContents.Clear();
        typed.Inputs[0].Contents = new Wire.InferTensorContents();
        var neither = raw.Clone();
        neither.RawInputContents.Clear();

        foreach (var request in new[] { raw, typed, neither })
        {
            var answer = await Client.ModelInferAsync(request);

            Assert.Equal([0], Assert.Single(answer.Outputs).Shape);
            Assert.Empty(answer.Floats());
        }
    }

    [Fact]
    public async Task Sixteen_mebibytes_go_in_and_come_out()
    {
        var bytes = new byte[16 << 20];
        new Random(4).NextBytes(bytes);

        var answer = await Client.ModelInferAsync(GrpcCalls.Request("same_UINT8", "UINT8", bytes.Length, bytes));

        Assert.True(Assert.Single(answer.RawOutputContents).Span.SequenceEqual(bytes));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_message_may_be_packed(string form)
    {
        var values = Enumerable.Range(0, 10_000).Select(i => (float)i).ToArray();

        var answer = await Client.ModelInferAsync(GrpcCalls.Request("same_FP32", values), GrpcCalls.Packed(form));

        Assert.Equal(values, answer.Floats());
    }

    [Fact]
    public async Task Inputs_go_by_name_and_outputs_come_in_the_order_in_which_they_were_asked_for()
    {
        var request = new Wire.ModelInferRequest
        {
            ModelName = "both",
            ModelVersion = "1",
            Inputs = { Single("b", 3), Single("a", 5) },
            Outputs = { new Wire.ModelInferRequest.Types.InferRequestedOutputTensor { Name = "turned" }, new Wire.ModelInferRequest.Types.InferRequestedOutputTensor { Name = "less" } },
        };
        var reversed = request.Clone();
        (reversed.Outputs[0], reversed.Outputs[1]) = (reversed.Outputs[1], reversed.Outputs[0]);
        var all = request.Clone();
        all.Outputs.Clear();

        Assert.Equal([("turned", -3), ("less", 2)], await RunAsync(request));
        Assert.Equal([("less", 2), ("turned", -3)], await RunAsync(reversed));
        Assert.Equal([("less", 2), ("turned", -3)], await RunAsync(all));
    }

    private async Task<(string, float)[]> RunAsync(Wire.ModelInferRequest request)
    {
        var answer = await Client.ModelInferAsync(request);
        return [.. answer.Outputs.Zip(answer.RawOutputContents, (output, raw) => (output.Name, BitConverter.ToSingle(raw.Span)))];
    }

    private static Input Single(string name, float value) =>
        new() { Name = name, Datatype = "FP32", Shape = { 1 }, Contents = new Wire.InferTensorContents { Fp32Contents = { value } } };

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = ElementForms.Repository().With(
            "both",
            1,
            new OnnxModelBuilder()
                .Input("a", OnnxType.Float, "n").Input("b", OnnxType.Float, "n")
                .Output("less", OnnxType.Float, "n").Output("turned", OnnxType.Float, "n")
                .Node("Sub", ["a", "b"], ["less"]).Node("Neg", ["b"], ["turned"])
                .Build());

        private TestNode _node = null!;

        internal GrpcChannel Channel { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _node = await TestNode.StartAsync(("model-repository", _repository.Root));
            Channel = _node.Connect();
        }

        public async Task DisposeAsync()
        {
            Channel.Dispose();
            await _node.DisposeAsync();
            _repository.Dispose();
        }
    }
}
