using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Metrics.Otlp;

public sealed class OtlpExportSpecs
{
    [Fact]
    public async Task A_collector_gets_the_metrics_at_the_latest_when_the_node_ends()
    {
        var received = new ConcurrentQueue<string>();
        await using var collector = await CollectAsync(received);
        using var repository = new TestRepository().WithSimulated("steady");

        // 4318 is what tells HTTP from gRPC, so the port cannot be any that is free; the variables say the same of any port.
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single());
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        try
        {
            await using var node = await TestNode.StartAsync(("runtime", "simulated"), ("cores", "2"), ("model-repository", repository.Root));
            var (status, _) = await node.Client.PostJsonAsync("/v2/models/steady/infer", """{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}]}""");
            Assert.Equal(System.Net.HttpStatusCode.OK, status);
            await node.StopAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
        }

        var all = string.Concat(received);
        foreach (var expected in new[]
                 {
                     "/v1/metrics", "neuron-actors", "neuron.core.executions", "neuron.model.requests", "neuron.model.request.duration",
                     "neuron.placement.change.duration", "steady",
                 })
        {
            Assert.Contains(expected, all, StringComparison.Ordinal);
        }

        // What the runtime says of models is under their own names for clients, and not there twice.
        Assert.DoesNotContain("neuron.model.completed", all, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> CollectAsync(ConcurrentQueue<string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue(context.Request.Path + Encoding.Latin1.GetString(body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
        await app.StartAsync();
        return app;
    }
}
