using System.Net;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>JSON and bytes side by side in one request and in one answer, for every element type that goes into both.</summary>
public sealed class InferMixedSpecs(InferMixedSpecs.Node node) : IClassFixture<InferMixedSpecs.Node>
{
    [Theory]
    [MemberData(nameof(ElementForms.TypesOfJson), MemberType = typeof(ElementForms))]
    public async Task Each_input_comes_and_each_output_goes_in_its_own_form(ElementType type)
    {
        var (data, bytes, name) = (ElementForms.JsonOf(type), ElementForms.BytesOf(type), type.OipName());
        var json = $$$"""
            {"inputs":[
               {"name":"b","shape":[3],"datatype":"{{{name}}}","parameters":{"binary_data_size":{{{bytes.Length}}}}},
               {"name":"a","shape":[3],"datatype":"{{{name}}}","data":[{{{data}}}]},
               {"name":"c","shape":[3],"datatype":"{{{name}}}","parameters":{"binary_data_size":{{{bytes.Length}}}}}],
             "outputs":[{"name":"x","parameters":{"binary_data":true}},{"name":"y"},{"name":"z","parameters":{"binary_data":true}}]}
            """;

        using var response = await node.Value.Client.PostAsync($"/v2/models/three_{name}/infer", RestCalls.Binary(json, bytes, bytes));

        var (head, tail) = await RestCalls.SplitAsync(response);
        Assert.True(response.StatusCode == HttpStatusCode.OK, head.GetRawText());
        Assert.Equal([.. bytes, .. bytes], tail);
        var outputs = head.GetProperty("outputs");
        Assert.Equal(["x", "y", "z"], outputs.EnumerateArray().Select(output => output.GetProperty("name").GetString()!));
        Assert.Equal([true, false, true], outputs.EnumerateArray().Select(output => output.TryGetProperty("parameters", out _)));

        // What came as bytes and went as JSON is what JSON says.
        var again = $$$"""{"inputs":[{{{string.Join(',', "abc".Select(input => $$"""{"name":"{{input}}","shape":[3],"datatype":"{{name}}","data":{{outputs[1].GetProperty("data").GetRawText()}}}"""))}}}],"parameters":{"binary_data_output":true}}""";
        using var same = await node.Value.Client.PostAsync($"/v2/models/three_{name}/infer", RestCalls.Json(again));
        var (_, all) = await RestCalls.SplitAsync(same);
        Assert.Equal([.. bytes, .. bytes, .. bytes], all);
    }

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

        internal TestNode Value { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            foreach (var type in Enum.GetValues<ElementType>().Where(type => ElementForms.JsonOf(type) is not null))
            {
                var model = new OnnxModelBuilder();
                foreach (var (input, output) in "abc".Zip("xyz", (input, output) => ($"{input}", $"{output}")))
                {
                    model.Input(input, type.ToOnnxType(), "n").Output(output, type.ToOnnxType(), "n").Node("Identity", [input], [output]);
                }

                _repository.With($"three_{type.OipName()}", 1, model.Build());
            }

            Value = await TestNode.StartAsync(("model-repository", _repository.Root));
        }

        public async Task DisposeAsync()
        {
            await Value.DisposeAsync();
            _repository.Dispose();
        }
    }
}
