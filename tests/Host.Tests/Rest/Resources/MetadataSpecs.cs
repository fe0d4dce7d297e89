using System.Net;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Resources;

/// <summary>What the node says of itself and of the bundled model.</summary>
public sealed class MetadataSpecs
{
    [Fact]
    public async Task The_bundled_model_is_described_and_ready()
    {
        await using var node = await TestNode.StartAsync();

        var (_, server) = await node.Client.GetJsonAsync("/v2/");
        var (_, model) = await node.Client.GetJsonAsync("/v2/models/mnist");
        var (_, version) = await node.Client.GetJsonAsync("/v2/models/mnist/versions/1");
        var (_, config) = await node.Client.GetJsonAsync("/v2/models/mnist/config");

        Assert.Equal("neuron-actors", server.GetProperty("name").GetString());
        Assert.Contains("neuron_placement", server.GetProperty("extensions").EnumerateArray().Select(each => each.GetString()));
        Assert.Equal(
            """{"name":"mnist","versions":["1"],"platform":"onnxruntime_onnx","inputs":[{"name":"image","datatype":"FP32","shape":[-1,1,28,28]}],"outputs":[{"name":"logits","datatype":"FP32","shape":[-1,10]}]}""",
            model.GetRawText());
        Assert.Equal(model.GetRawText(), version.GetRawText());
        Assert.Equal("TYPE_FP32", config.GetProperty("input")[0].GetProperty("data_type").GetString());
        Assert.Equal("""{"live":true}""", (await node.Client.GetJsonAsync("/v2/health/live")).Body.GetRawText());
        Assert.Equal("""{"ready":true}""", (await node.Client.GetJsonAsync("/v2/health/ready")).Body.GetRawText());
        Assert.Equal("""{"name":"mnist","ready":true}""", (await node.Client.GetJsonAsync("/v2/models/mnist/versions/1/ready")).Body.GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetJsonAsync("/v2/models/none/ready")).Status);
    }

    [Fact]
    public async Task A_node_lives_before_it_is_ready()
    {
        await using var node = await TestNode.StartUnloadedAsync();

        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/live")).Status);
        var (status, why) = await node.Client.GetJsonAsync("/v2/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("The node is loading its models.", why.GetProperty("error").GetString());

        await node.LoadModelsAsync();
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
    }
}
