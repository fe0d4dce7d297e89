using System.Net;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>Data in JSON is flat, or nested as its shape is, and nothing else.</summary>
public sealed class InferNestingSpecs(InferNestingSpecs.Node node) : IClassFixture<InferNestingSpecs.Node>
{
    private HttpClient Client => node.Value.Client;

    [Theory]
    [InlineData("[2,3]", "[1,2,3,4,5,6]")]
    [InlineData("[2,3]", "[[1,2,3],[4,5,6]]")]
    [InlineData("[2,3,1]", "[[[1],[2],[3]],[[4],[5],[6]]]")]
    [InlineData("[1,6]", "[[1,2,3,4,5,6]]")]
    [InlineData("[6]", "[1,2,3,4,5,6]")]
    [InlineData("[1,1,1]", "1")]
    [InlineData("[1,1,1]", "[1]")]
    [InlineData("[1,1,1]", "[[[1]]]")]
    [InlineData("[]", "1")]
    [InlineData("[]", "[1]")]
    [InlineData("[0,3]", "[]")]
    [InlineData("[2,0]", "[[],[]]")]
    public async Task Flat_and_nested_as_the_shape_is_are_the_same(string shape, string data)
    {
        var (status, answer) = await Client.PostJsonAsync(PathOf(shape), BodyOf(shape, data));

        Assert.True(status == HttpStatusCode.OK, answer.GetRawText());
        var output = answer.GetProperty("outputs")[0];
        Assert.Equal(shape, output.GetProperty("shape").GetRawText());
        var flat = data.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Trim(',');
        Assert.Equal($"[{flat}]", output.GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("[2,3]", "[[1,2,3],[4,5]]", "data[1] has only 2 elements, and its shape [2, 3] asks for 3.")]
    [InlineData("[2,3]", "[[1,2],[3,4,5,6]]", "data[0] has only 2 elements, and its shape [2, 3] asks for 3.")]
    [InlineData("[2,3]", "[[1,2,3],[4,5,6,7]]", "data[1] has more than 3 elements, and its shape [2, 3] asks for 3.")]
    [InlineData("[2,3]", "[[1,2],[3,4],[5,6]]", "data[0] has only 2 elements, and its shape [2, 3] asks for 3.")]
    [InlineData("[2,3]", "[[1,2,3],[4,5,6],[7,8,9]]", "data has more than 2 elements, and its shape [2, 3] asks for 2.")]
    [InlineData("[2,3]", "[[1,2,3]]", "data has only 1 elements, and its shape [2, 3] asks for 2.")]
    [InlineData("[2,3]", "[[1,2,3],4,5,6]", "data[1] is an element, and its shape [2, 3] asks for an array of 3 there; data is flat, or nested as its shape.")]
    [InlineData("[2,3]", "[1,2,3,[4,5,6]]", "data[3] is an array behind elements; data is flat, or nested as its shape [2, 3].")]
    [InlineData("[2,3]", "[[[1,2,3]],[[4,5,6]]]", "data[0][0] is an array, and its shape [2, 3] asks for an element there; data is flat, or nested as its shape.")]
    [InlineData("[2,3,1]", "[[1,2,3],[4,5,6]]", "data[0][0] is an element, and its shape [2, 3, 1] asks for an array of 1 there; data is flat, or nested as its shape.")]
    [InlineData("[2]", "[[1],[2]]", "data[0] is an array, and its shape [2] asks for an element there; data is flat, or nested as its shape.")]
    [InlineData("[2]", "[1,[2]]", "data[1] is an array, and its shape [2] asks for an element there; data is flat, or nested as its shape.")]
    [InlineData("[]", "[[1]]", "data[0] is an array, and its shape [] asks for an element there; data is flat, or nested as its shape.")]
    [InlineData("[2,0]", "[[]]", "data has only 1 elements, and its shape [2, 0] asks for 2.")]
    [InlineData("[2,2,2]", "[[[1,2],[3,4]],[[5,6],[7]]]", "data[1][1] has only 1 elements, and its shape [2, 2, 2] asks for 2.")]
    public async Task Any_other_nesting_is_refused_with_its_place_wherever_data_stands_and_whatever_it_is(string shape, string data, string reason)
    {
        var texts = string.Concat(data.Select(letter => char.IsDigit(letter) ? $"\"{letter}\"" : $"{letter}"));

        foreach (var json in (string[])[
            BodyOf(shape, data),
            $$"""{"inputs":[{"data":{{data}},"name":"x","shape":{{shape}},"datatype":"FP32"}]}""",
            BodyOf(shape, texts, "BYTES")])
        {
            Assert.Equal($"Input 'x': {reason}", await Client.RefusedAsync(HttpStatusCode.BadRequest, PathOf(shape), RestCalls.Json(json)));
        }

        await Flat_and_nested_as_the_shape_is_are_the_same("[2,3]", "[[1,2,3],[4,5,6]]");
    }

    private static string PathOf(string shape) => $"/v2/models/rank{shape.Count(char.IsDigit)}/infer";

    private static string BodyOf(string shape, string data, string datatype = "FP32") =>
        $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"{{datatype}}","data":{{data}}}]}""";

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

        internal TestNode Value { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            for (var rank = 0; rank <= 3; rank++)
            {
                object?[] open = [.. Enumerable.Range(0, rank).Select(i => $"n{i}")];
                _repository.With($"rank{rank}", 1, new OnnxModelBuilder().Input("x", OnnxType.Float, open).Output("y", OnnxType.Float, open).Node("Identity", ["x"], ["y"]).Build());
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
