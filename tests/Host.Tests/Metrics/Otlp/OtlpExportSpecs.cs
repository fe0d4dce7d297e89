using System.Diagnostics;
using System.Net;
using System.Text;
using Grpc.Core;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Metrics.Otlp;

/// <summary>What a collector gets. In one class, so one after the other: the variables of OpenTelemetry are those of the process.</summary>
public sealed class OtlpExportSpecs : IDisposable
{
    private const string One = """{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}]}""";
    private const string OfGrpc = "/opentelemetry.proto.collector.";

    private readonly TestRepository _repository = new TestRepository().WithSimulated("steady");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task A_collector_gets_the_metrics_at_the_latest_when_the_node_ends()
    {
        await using var collector = await OtlpCollector.OverHttpAsync();

        // 4318 is what tells HTTP from gRPC, so the port cannot be any that is free; the variables say the same of any port.
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        try
        {
            await InferAndEndAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
        }

        AssertMetrics(collector.Messages("/v1/metrics"));
        Assert.NotEmpty(collector.Messages("/v1/traces"));
    }

    [Fact]
    public async Task The_option_names_a_collector_of_grpc()
    {
        await using var collector = await OtlpCollector.OverGrpcAsync();

        await InferAndEndAsync(("otlp", collector.Url));

        AssertMetrics(collector.Messages($"{OfGrpc}metrics.v1.MetricsService/Export"));
        Assert.NotEmpty(collector.Messages($"{OfGrpc}trace.v1.TraceService/Export"));
    }

    [Fact]
    public async Task A_request_is_a_child_of_its_clients_trace_and_its_executions_are_children_of_it_on_both_front_ends()
    {
        await using var collector = await OtlpCollector.OverGrpcAsync();
        var (rest, grpc, stream, failed) = (NewTrace(), NewTrace(), NewTrace(), NewTrace());
        await using (var node = await StartAsync(("otlp", collector.Url)))
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(node, rest, One));
            Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(node, failed, One.Replace("FP32", "INT8", StringComparison.Ordinal)));
            using var channel = node.Connect();
            await channel.Inference().ModelInferAsync(GrpcCalls.Request("steady", 1), HeadersOf(grpc));
            using var call = channel.Inference().ModelStreamInfer(HeadersOf(stream));
            for (var i = 0; i < 2; i++) await call.RequestStream.WriteAsync(GrpcCalls.Request("steady", 1));
            await call.RequestStream.CompleteAsync();
            await foreach (var answer in call.ResponseStream.ReadAllAsync()) Assert.Empty(answer.ErrorMessage);
        }

        var spans = collector.Messages($"{OfGrpc}trace.v1.TraceService/Export").SelectMany(OtlpSpan.Read).ToArray();
        foreach (var (context, count) in new[] { (rest, 1), (grpc, 1), (stream, 2), (failed, 1) })
        {
            var mine = spans.Where(span => span.Trace == context.TraceId.ToHexString()).ToArray();
            var requests = mine.Where(span => span.Name == "neuron.infer").ToArray();
            Assert.Equal(count, requests.Length);
            foreach (var request in requests)
            {
                const int Server = 2;
                Assert.Equal((context.SpanId.ToHexString(), Server), (request.Parent, request.Kind));
                Assert.Equal(("steady", "1"), (request.Attributes["neuron.model"], request.Attributes["neuron.model.version"]));
                var executions = mine.Where(span => span.Name == "neuron.execute" && span.Parent == request.Id).ToArray();
                if (context == failed)
                {
                    Assert.Equal("InvalidArgument", request.Attributes["error.type"]);
                    Assert.Empty(executions);
                    continue;
                }

                var execution = Assert.Single(executions);
                Assert.Equal("0", request.Attributes["neuron.core"]);
                Assert.Equal("0", execution.Attributes["neuron.core"]);
                Assert.True(request.Start <= execution.Start, $"{execution} began before {request}.");
            }
        }
    }

    [Fact]
    public async Task A_request_without_a_trace_begins_one_and_a_trace_that_is_not_sampled_is_not_sent()
    {
        await using var collector = await OtlpCollector.OverGrpcAsync();
        var unsampled = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);
        _repository.WithSimulated("alone");
        await using (var node = await StartAsync(("otlp", collector.Url)))
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(node, unsampled, One));
            using var content = RestCalls.Json(One);
            content.Headers.Add("traceparent", "no trace");
            Assert.Equal(HttpStatusCode.OK, (await node.Client.CallAsync(HttpMethod.Post, "/v2/models/alone/infer", content)).Status);
        }

        var spans = collector.Messages($"{OfGrpc}trace.v1.TraceService/Export").SelectMany(OtlpSpan.Read).ToArray();
        Assert.DoesNotContain(spans, span => span.Trace == unsampled.TraceId.ToHexString());
        Assert.Equal("", Assert.Single(spans, span => span.Name == "neuron.infer" && span.Attributes["neuron.model"] == "alone").Parent);
    }

    private static ActivityContext NewTrace() => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    private static string ParentOf(ActivityContext context) => $"00-{context.TraceId.ToHexString()}-{context.SpanId.ToHexString()}-{(int)context.TraceFlags:x2}";

    private static Metadata HeadersOf(ActivityContext context) => new() { { "traceparent", ParentOf(context) } };

    private static async Task<HttpStatusCode> PostAsync(TestNode node, ActivityContext trace, string json)
    {
        using var content = RestCalls.Json(json);
        content.Headers.Add("traceparent", ParentOf(trace));
        return (await node.Client.CallAsync(HttpMethod.Post, "/v2/models/steady/infer", content)).Status;
    }

    private static void AssertMetrics(IEnumerable<byte[]> messages)
    {
        var all = string.Concat(messages.Select(Encoding.Latin1.GetString));
        foreach (var expected in new[]
                 {
                     "neuron-actors", "neuron.core.executions", "neuron.model.requests", "neuron.model.request.duration", "neuron.placement.change.duration", "steady",
                 })
        {
            Assert.Contains(expected, all, StringComparison.Ordinal);
        }

        // What the runtime says of models is under their own names for clients, and not there twice.
        Assert.DoesNotContain("neuron.model.completed", all, StringComparison.Ordinal);
    }

    private async Task InferAndEndAsync(params (string Name, string Value)[] more)
    {
        await using var node = await StartAsync(more);
        var (status, _) = await node.Client.PostJsonAsync("/v2/models/steady/infer", One);
        Assert.Equal(HttpStatusCode.OK, status);
        await node.StopAsync();
    }

    private Task<TestNode> StartAsync(params (string Name, string Value)[] more) =>
        TestNode.StartAsync([("runtime", "simulated"), ("cores", "1"), ("model-repository", _repository.Root), .. more]);
}
