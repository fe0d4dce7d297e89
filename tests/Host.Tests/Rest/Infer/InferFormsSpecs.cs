using System.Net;
using System.Text.Json;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>Every form in which tensors travel, for every element type, over a real socket.</summary>
public sealed class InferFormsSpecs(InferFormsSpecs.Node node) : IClassFixture<InferFormsSpecs.Node>
{
    private HttpClient Client => node.Value.Client;

    [Theory]
    [MemberData(nameof(ElementForms.TypesOfJson), MemberType = typeof(ElementForms))]
    public async Task Json_in_and_json_out(ElementType type)
    {
        var elements = ElementForms.JsonOf(type);

        var (status, answer) = await Client.PostJsonAsync(PathOf(type), $$"""{"id":"7","inputs":[{{JsonInput(type, $"[{elements}]")}}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(ElementForms.ModelOf(type), answer.GetProperty("model_name").GetString());
        Assert.Equal("1", answer.GetProperty("model_version").GetString());
        Assert.Equal("7", answer.GetProperty("id").GetString());
        Assert.Equal("test", answer.GetProperty("parameters").GetProperty("neuron_node").GetString());
        Assert.Matches("^[0-3]$", answer.GetProperty("parameters").GetProperty("neuron_core").GetString());
        var output = Assert.Single(answer.GetProperty("outputs").EnumerateArray());
        Assert.Equal("y", output.GetProperty("name").GetString());
        Assert.Equal(type.OipName(), output.GetProperty("datatype").GetString());
        Assert.Equal("[3]", output.GetProperty("shape").GetRawText());
        AssertSame($"[{elements}]", output.GetProperty("data"));
    }

    [Theory]
    [MemberData(nameof(ElementForms.TypesOfJson), MemberType = typeof(ElementForms))]
    public async Task The_data_of_json_may_come_before_its_shape(ElementType type)
    {
        var (status, answer) = await Client.PostJsonAsync(
            PathOf(type), $$"""{"inputs":[{"data":[{{ElementForms.JsonOf(type)}}],"shape":[3],"datatype":"{{type.OipName()}}","name":"x"}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        AssertSame($"[{ElementForms.JsonOf(type)}]", answer.GetProperty("outputs")[0].GetProperty("data"));
    }

    [Theory]
    [MemberData(nameof(ElementForms.Types), MemberType = typeof(ElementForms))]
    public async Task Bytes_in_and_bytes_out(ElementType type)
    {
        var bytes = ElementForms.BytesOf(type);
        var json = $$"""{"parameters":{"binary_data_output":true},"inputs":[{{BinaryInput(type, bytes.Length)}}]}""";

        using var response = await Client.PostAsync(PathOf(type), RestCalls.Binary(json, bytes));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        var (head, tail) = await RestCalls.SplitAsync(response);
        Assert.Equal(bytes, tail);
        Assert.Equal(bytes.Length, head.GetProperty("outputs")[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.False(head.GetProperty("outputs")[0].TryGetProperty("data", out _));
    }

    [Theory]
    [MemberData(nameof(ElementForms.TypesOfJson), MemberType = typeof(ElementForms))]
    public async Task Bytes_in_and_json_out_and_the_other_way_round(ElementType type)
    {
        var bytes = ElementForms.BytesOf(type);

        var (status, answer) = await Client.CallAsync(
            HttpMethod.Post, PathOf(type), RestCalls.Binary($$"""{"inputs":[{{BinaryInput(type, bytes.Length)}}]}""", bytes));
        using var response = await Client.PostAsync(PathOf(type), RestCalls.Json(
            $$"""{"inputs":[{{JsonInput(type, $"[{ElementForms.JsonOf(type)}]")}}],"outputs":[{"name":"y","parameters":{"binary_data":true} }]}"""));

        Assert.Equal(HttpStatusCode.OK, status);
        AssertSame($"[{ElementForms.JsonOf(type)}]", answer.GetProperty("outputs")[0].GetProperty("data"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(bytes, (await RestCalls.SplitAsync(response)).Bytes);
    }

    [Theory]
    [MemberData(nameof(ElementForms.Types), MemberType = typeof(ElementForms))]
    public async Task The_raw_form_is_nothing_but_the_one_input(ElementType type)
    {
        byte[] raw = type == ElementType.Bytes ? [.. "all of it"u8] : ElementForms.BytesOf(type);
        var content = new ByteArrayContent(raw);
        content.Headers.Add(RestCalls.JsonLength, "0");

        using var response = await Client.PostAsync(PathOf(type), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (head, tail) = await RestCalls.SplitAsync(response);
        Assert.Equal(type == ElementType.Bytes ? [9, 0, 0, 0, .. raw] : raw, tail);
        Assert.Equal(type == ElementType.Bytes ? "[1]" : "[3]", head.GetProperty("outputs")[0].GetProperty("shape").GetRawText());
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public async Task Half_numbers_go_as_bytes_only(ElementType type)
    {
        var bytes = ElementForms.BytesOf(type);
        var before = await CountsAsync(type);

        var ofInput = await Client.RefusedAsync(HttpStatusCode.BadRequest, PathOf(type), RestCalls.Json($$"""{"inputs":[{{JsonInput(type, "[1,2,3]")}}]}"""));
        var ofOutput = await Client.RefusedAsync(
            HttpStatusCode.BadRequest, PathOf(type), RestCalls.Binary($$"""{"inputs":[{{BinaryInput(type, bytes.Length)}}]}""", bytes));

        Assert.Contains("send it as binary data", ofInput, StringComparison.Ordinal);
        Assert.Contains("ask for binary data", ofOutput, StringComparison.Ordinal);

        // Before it is executed: so it is counted as what it is.
        Assert.Equal((before.Success, before.Fail + 2), await CountsAsync(type));
        await Bytes_in_and_bytes_out(type);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_go_as_bytes_only_and_as_json_they_have_failed()
    {
        byte[] bytes = [1, 0, 0, 0, (byte)'a', 2, 0, 0, 0, 0xC3, 0x28, 0, 0, 0, 0];
        var path = PathOf(ElementType.Bytes);
        var head = $$"""{"inputs":[{{BinaryInput(ElementType.Bytes, bytes.Length)}}]""";
        var before = await CountsAsync(ElementType.Bytes);

        var error = await Client.RefusedAsync(HttpStatusCode.BadRequest, path, RestCalls.Binary(head + "}", bytes));

        Assert.Equal("Output 'y' has bytes at element 1 that are no UTF-8, which JSON cannot carry; ask for it as binary data ('binary_data': true).", error);
        Assert.Equal((before.Success, before.Fail + 1), await CountsAsync(ElementType.Bytes));

        // As it says.
        using var asked = await Client.PostAsync(path, RestCalls.Binary(head + ""","outputs":[{"name":"y","parameters":{"binary_data":true}}]}""", bytes));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal(bytes, (await RestCalls.SplitAsync(asked)).Bytes);
        Assert.Equal((before.Success + 1, before.Fail + 1), await CountsAsync(ElementType.Bytes));
    }

    [Fact]
    public async Task Numbers_that_json_has_none_for_have_names()
    {
        var (status, answer) = await Client.PostJsonAsync(
            PathOf(ElementType.Float32), $$"""{"inputs":[{{JsonInput(ElementType.Float32, """["NaN","Infinity","-Infinity"]""")}}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""["NaN","Infinity","-Infinity"]""", answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    private async Task<(long Success, long Fail)> CountsAsync(ElementType type)
    {
        var (_, stats) = await Client.GetJsonAsync($"/v2/models/{ElementForms.ModelOf(type)}/stats");
        var sums = stats.GetProperty("model_stats")[0].GetProperty("inference_stats");
        return (sums.GetProperty("success").GetProperty("count").GetInt64(), sums.GetProperty("fail").GetProperty("count").GetInt64());
    }

    private static string PathOf(ElementType type) => $"/v2/models/{ElementForms.ModelOf(type)}/infer";

    private static string JsonInput(ElementType type, string data) => $$"""{"name":"x","shape":[3],"datatype":"{{type.OipName()}}","data":{{data}}}""";

    private static string BinaryInput(ElementType type, int size) =>
        $$$"""{"name":"x","shape":[3],"datatype":"{{{type.OipName()}}}","parameters":{"binary_data_size":{{{size}}}}}""";

    private static void AssertSame(string expected, JsonElement actual)
    {
        var wanted = JsonDocument.Parse(expected).RootElement;
        Assert.Equal(wanted.GetArrayLength(), actual.GetArrayLength());
        for (var i = 0; i < wanted.GetArrayLength(); i++)
        {
            Assert.Equal(wanted[i].ValueKind, actual[i].ValueKind);
            if (wanted[i].ValueKind == JsonValueKind.String) Assert.Equal(wanted[i].GetString(), actual[i].GetString());
            else if (wanted[i].GetRawText().AsSpan().ContainsAny('.', 'E')) Assert.Equal(wanted[i].GetDouble(), actual[i].GetDouble());
            else Assert.Equal(wanted[i].GetRawText(), actual[i].GetRawText());
        }
    }

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = ElementForms.Repository();

        internal TestNode Value { get; private set; } = null!;

        public async Task InitializeAsync() => Value = await TestNode.StartAsync(("model-repository", _repository.Root));

        public async Task DisposeAsync()
        {
            await Value.DisposeAsync();
            _repository.Dispose();
        }
    }
}
