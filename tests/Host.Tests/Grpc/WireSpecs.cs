using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Grpc;

/// <summary>
/// The bytes that clients send and expect, written by hand: numbers of fields and their types are what makes a client of the protocol
/// understand this node, whatever our own files say.
/// </summary>
public sealed class WireSpecs : IAsyncLifetime
{
    private static readonly byte[] One = [0, 0, 0x80, 0x3F];

    private readonly TestRepository _repository = new TestRepository().WithIdentity("a");
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(("model-repository", _repository.Root), ("cores", "1"));

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task An_inference_with_raw_contents()
    {
        var request = new ProtobufWriter()
            .Text(1, "a").Text(2, "1").Text(3, "id")
            .Message(4, Pair("priority", new ProtobufWriter().Number(5, 1)))
            .Message(4, Pair("timeout", new ProtobufWriter().Number(2, 60_000_000)))
            .Message(5, Tensor("x"))
            .Message(6, new ProtobufWriter().Text(1, "y"))
            .Bytes(7, One);

        Assert.Equal(Answer().ToArray(), await CallAsync("ModelInfer", request));
    }

    [Fact]
    public async Task An_inference_with_typed_contents()
    {
        var request = new ProtobufWriter()
            .Text(1, "a").Text(3, "id")
            .Message(5, Tensor("x").Message(5, new ProtobufWriter().Bytes(6, One)));

        Assert.Equal(Answer().ToArray(), await CallAsync("ModelInfer", request));
    }

    [Fact]
    public async Task The_metadata_of_a_model()
    {
        var expected = new ProtobufWriter()
            .Text(1, "a").Text(2, "1").Text(3, "onnxruntime_onnx")
            .Message(4, new ProtobufWriter().Text(1, "x").Text(2, "FP32").Bytes(3, Packed(-1)))
            .Message(5, new ProtobufWriter().Text(1, "y").Text(2, "FP32").Bytes(3, Packed(-1)));

        Assert.Equal(expected.ToArray(), await CallAsync("ModelMetadata", new ProtobufWriter().Text(1, "a")));
    }

    [Fact]
    public async Task The_configuration_of_a_model()
    {
        var config = new ProtobufWriter()
            .Text(1, "a").Text(2, "onnxruntime_onnx")
            .Message(3, new ProtobufWriter().Message(1, new ProtobufWriter().Number(1, 1)))
            .Message(5, new ProtobufWriter().Text(1, "x").Number(2, 11).Bytes(4, Packed(-1)))
            .Message(6, new ProtobufWriter().Text(1, "y").Number(2, 11).Bytes(3, Packed(-1)))
            .Message(7, new ProtobufWriter().Text(1, "a").Number(2, 1).Number(4, 3))
            .Text(17, "neuron")
            .Message(19, new ProtobufWriter());

        Assert.Equal(new ProtobufWriter().Message(1, config).ToArray(), await CallAsync("ModelConfig", new ProtobufWriter().Text(1, "a")));
    }

    [Fact]
    public async Task The_index_of_the_repository()
    {
        var entry = new ProtobufWriter().Text(1, "a").Text(2, "1").Text(3, "READY");

        Assert.Equal(new ProtobufWriter().Message(1, entry).ToArray(), await CallAsync("RepositoryIndex", new ProtobufWriter().Text(1, "any").Number(2, 1)));
    }

    [Fact]
    public async Task A_load_with_a_placement_and_fields_that_nobody_knows()
    {
        var request = new ProtobufWriter()
            .Text(2, "a").Message(3, Pair("start_nc", new ProtobufWriter().Number(2, 0))).Message(3, Pair("config", new ProtobufWriter().Text(3, "{}")))
            .Text(99, "of a later version");

        Assert.Equal(new ProtobufWriter().Text(1, "a").Number(2, 1).ToArray(), await CallAsync("RepositoryModelLoad", request));
    }

    [Theory]
    [InlineData("ServerLive")]
    [InlineData("ServerReady")]
    public async Task Life_and_readiness(string method) => Assert.Equal(new ProtobufWriter().Number(1, 1).ToArray(), await CallAsync(method, new ProtobufWriter()));

    [Fact]
    public async Task The_readiness_of_a_model()
    {
        Assert.Equal(new ProtobufWriter().Number(1, 1).ToArray(), await CallAsync("ModelReady", new ProtobufWriter().Text(1, "a").Text(2, "1")));
        Assert.Empty(await CallAsync("ModelReady", new ProtobufWriter().Text(1, "none")));
    }

    private static ProtobufWriter Answer() => new ProtobufWriter()
        .Text(1, "a").Text(2, "1").Text(3, "id")
        .Message(4, Pair("neuron_core", new ProtobufWriter().Text(3, "0")))
        .Message(4, Pair("neuron_node", new ProtobufWriter().Text(3, "test")))
        .Message(5, Tensor("y"))
        .Bytes(6, One);

    private static ProtobufWriter Tensor(string name) => new ProtobufWriter().Text(1, name).Text(2, "FP32").Bytes(3, Packed(1));

    // An entry of a map is a message of key and value.
    private static ProtobufWriter Pair(string key, ProtobufWriter value) => new ProtobufWriter().Text(1, key).Message(2, value);

    // Repeated numbers are one block; the writer's own number without its key.
    private static byte[] Packed(long value) => new ProtobufWriter().Number(1, value).ToArray()[1..];

    private async Task<byte[]> CallAsync(string method, ProtobufWriter request)
    {
        using var channel = _node.Connect();
        return await channel.CallAsync(method, request.ToArray());
    }
}
