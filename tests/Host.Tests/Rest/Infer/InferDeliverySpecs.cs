using System.Net;
using System.Text.Json;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>How requests come: in a row, in pieces, in chunks, and from clients that do not wait for their answer.</summary>
public sealed class InferDeliverySpecs(InferDeliverySpecs.Node node) : IClassFixture<InferDeliverySpecs.Node>
{
    private const string Path = "/v2/models/same/infer";

    private TestNode Target => node.Value;

    [Fact]
    public async Task Requests_that_come_in_a_row_are_answered_in_a_row()
    {
        await using var connection = await RawConnection.OpenAsync(Target.Http);

        await connection.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(i => RawConnection.Post(Path, BodyOf(i)))));

        for (var i = 0; i < 20; i++) AssertAnswers(i, await connection.ReceiveAsync());
    }

    [Fact]
    public async Task A_wrong_one_in_a_row_does_not_disturb_those_behind_it()
    {
        await using var connection = await RawConnection.OpenAsync(Target.Http);

        await connection.SendAsync(RawConnection.Post(Path, "{") + RawConnection.Post("/v2/models/none/infer", BodyOf(1)) + RawConnection.Post(Path, BodyOf(2)));

        Assert.Equal(400, (await connection.ReceiveAsync()).Status);
        Assert.Equal(404, (await connection.ReceiveAsync()).Status);
        AssertAnswers(2, await connection.ReceiveAsync());
    }

    [Fact]
    public async Task A_request_may_come_in_any_pieces()
    {
        var request = RawConnection.Post(Path, BodyOf(3));
        await using var connection = await RawConnection.OpenAsync(Target.Http);

        foreach (var letter in request) await connection.SendAsync($"{letter}");

        AssertAnswers(3, await connection.ReceiveAsync());
    }

    [Fact]
    public async Task A_slow_client_keeps_nobody_waiting()
    {
        var request = RawConnection.Post(Path, BodyOf(4));
        await using var slow = await RawConnection.OpenAsync(Target.Http);
        await slow.SendAsync(request[..^10]);

        for (var i = 0; i < 50; i++)
        {
            var (status, _) = await Target.Client.PostJsonAsync(Path, BodyOf(i));
            Assert.Equal(HttpStatusCode.OK, status);
        }

        await slow.SendAsync(request[^10..]);
        AssertAnswers(4, await slow.ReceiveAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Chunks_are_put_together(int chunk)
    {
        var (status, answer) = await Target.Client.CallAsync(
            HttpMethod.Post, Path, new ChunkedContent(System.Text.Encoding.UTF8.GetBytes(BodyOf(5)), chunk));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("[5]", answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_answer_keeps_nobody_waiting_and_finds_it_whole()
    {
        const int Count = 1 << 20;
        var body = $$"""{"inputs":[{"name":"x","shape":[{{Count}}],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Repeat("1.25", Count))}}]}]}""";
        await using var slow = await RawConnection.OpenAsync(Target.Http);
        await slow.SendAsync(RawConnection.Post(Path, body) + RawConnection.Post(Path, BodyOf(6)));

        for (var i = 0; i < 50; i++) Assert.Equal(HttpStatusCode.OK, (await Target.Client.PostJsonAsync(Path, BodyOf(i))).Status);

        var (status, answer) = await slow.ReceiveAsync();
        Assert.Equal(200, status);
        using var json = JsonDocument.Parse(answer);
        Assert.Equal(Count, json.RootElement.GetProperty("outputs")[0].GetProperty("data").GetArrayLength());
        AssertAnswers(6, await slow.ReceiveAsync());
    }

    [Fact]
    public async Task Clients_that_vanish_in_the_middle_of_their_request_or_of_their_answer_leave_nothing_behind()
    {
        var request = RawConnection.Post(Path, BodyOf(7));
        var chunked = $"POST {Path} HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n";
        var large = RawConnection.Post(Path, $$"""{"inputs":[{"name":"x","shape":[200000],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Repeat("1.25", 200_000))}}]}]}""");
        foreach (var sent in (string[])[request[..20], request[..^10], chunked, request, large[..^100], large])
        {
            for (var i = 0; i < 5; i++)
            {
                await using var connection = await RawConnection.OpenAsync(Target.Http);
                await connection.SendAsync(sent);
                connection.Vanish();
            }
        }

        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.OK, (await Target.Client.PostJsonAsync(Path, BodyOf(i))).Status);
        await Grpc.Waiting.UntilAsync(
            async () => (await Target.Client.GetJsonAsync("/v2/neuron/cores")).Body.GetProperty("cores").EnumerateArray().All(core => core.GetProperty("in_flight").GetInt32() == 0),
            "all cores to be free");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: application/octet-stream\r\n")]
    [InlineData("Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: application/json; charset=utf-8\r\nAccept-Encoding: gzip, deflate\r\n")]
    public async Task What_a_body_is_called_does_not_matter(string headers)
    {
        await using var connection = await RawConnection.OpenAsync(Target.Http);

        await connection.SendAsync(RawConnection.Post(Path, BodyOf(8), headers));

        AssertAnswers(8, await connection.ReceiveAsync());
    }

    [Fact]
    public async Task A_large_tensor_goes_in_and_out_as_it_is()
    {
        var bytes = new byte[12 << 20];
        Random.Shared.NextBytes(bytes);
        foreach (ref var number in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan())) number = float.IsFinite(number) ? number : 1;
        var json = $$$"""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[{{{bytes.Length / 4}}}],"datatype":"FP32","parameters":{"binary_data_size":{{{bytes.Length}}}}}]}""";

        using var response = await Target.Client.PostAsync(Path, RestCalls.Binary(json, bytes));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await RestCalls.SplitAsync(response)).Bytes.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task Many_clients_at_once_each_get_their_own_answer() =>
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            var (status, answer) = await Target.Client.PostJsonAsync(Path, BodyOf(i));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal($"[{i}]", answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        });

    private static string BodyOf(int number) => $$"""{"id":"{{number}}","inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[{{number}}]}]}""";

    private static void AssertAnswers(int number, (int Status, string Body) answer)
    {
        Assert.Equal(200, answer.Status);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal($"{number}", json.RootElement.GetProperty("id").GetString());
        Assert.Equal($"[{number}]", json.RootElement.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

        internal TestNode Value { get; private set; } = null!;

        public async Task InitializeAsync() => Value = await TestNode.StartAsync(("model-repository", _repository.Root), ("multicore", "true"));

        public async Task DisposeAsync()
        {
            await Value.DisposeAsync();
            _repository.Dispose();
        }
    }
}
