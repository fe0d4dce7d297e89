using System.Net;
using NeuronActors.Node.Metrics;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Metrics;

public sealed class MetricsSpecs
{
    private const string Good = """{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2]}]}""";
    private const string Bad = """{"inputs":[{"name":"z","datatype":"FP32","shape":[2],"data":[1,2]}]}""";

    [Fact]
    public async Task A_scrape_is_well_formed_and_has_every_family_of_ours_and_no_other()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var node = await StartAsync(repository);
        var scraped = await ScrapeAsync(node);
        Assert.Equal(MetricFamilies.Own.Select(family => family.PrometheusName).Order(), scraped.Families.Keys.Order());
    }

    [Fact]
    public async Task Values_add_up_with_the_statistics_and_with_what_was_sent()
    {
        using var repository = new TestRepository().WithSimulated("steady", "2ms");
        await using var node = await StartAsync(repository);
        for (var i = 0; i < 7; i++) await node.Client.PostJsonAsync("/v2/models/steady/infer", Good);
        for (var i = 0; i < 3; i++) await node.Client.PostJsonAsync("/v2/models/steady/infer", Bad);

        // Cores and routers count a moment after the answer has gone out.
        var scraped = await ScrapeUntilAsync(node, seen => ExecutionsOf(seen) == 7 && seen["neuron_model_in_flight{model=steady,version=1}"] == 0);
        var (_, body) = await node.Client.GetJsonAsync("/v2/models/steady/stats");
        var stats = body.GetProperty("model_stats")[0];
        const string Of = "{model=steady,version=1}";

        Assert.Equal(7, scraped[$"neuron_model_requests_total{Of}"]);
        Assert.Equal(7, scraped[$"neuron_model_request_duration_seconds_count{Of}"]);
        Assert.Equal(3, scraped["neuron_model_request_failures_total{model=steady,reason=invalid_argument,version=1}"]);
        Assert.Equal(stats.GetProperty("inference_count").GetInt64(), scraped[$"neuron_model_items_total{Of}"]);
        Assert.Equal(stats.GetProperty("execution_count").GetInt64(), scraped[$"neuron_model_executions_total{Of}"]);
        Assert.Equal(Nanoseconds("compute_infer") / 1e9, scraped[$"neuron_model_infer_time_seconds_total{Of}"], 9);
        Assert.Equal(Nanoseconds("queue") / 1e9, scraped[$"neuron_model_queue_time_seconds_total{Of}"], 9);
        Assert.Equal(
            (Nanoseconds("compute_input") + Nanoseconds("queue") + Nanoseconds("compute_infer")) / 1e9,
            scraped[$"neuron_model_request_duration_seconds_sum{Of}"],
            9);
        Assert.Equal(0, scraped[$"neuron_model_queue_depth{Of}"]);

        long Nanoseconds(string part) => stats.GetProperty("inference_stats").GetProperty(part).GetProperty("ns").GetInt64();
    }

    [Fact]
    public async Task Cores_replicas_and_changes_of_placement_are_shown()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var node = await StartAsync(repository);
        await node.Client.PostJsonAsync("/v2/neuron/models/steady/placement", """{"start_nc":1,"nc_count":2}""");

        var scraped = await ScrapeAsync(node);
        Assert.Equal(1, scraped["neuron_core_state{neuron_core=0,state=ready}"]);
        Assert.Equal(0, scraped["neuron_core_state{neuron_core=0,state=quarantined}"]);
        Assert.Equal(
            ["1", "2"],
            scraped.Samples.Keys.Where(sample => sample.StartsWith("neuron_replica_state{", StringComparison.Ordinal)).Select(sample => sample.Split("neuron_core=")[1][..1]));
        Assert.Equal(1, scraped["neuron_placement_change_duration_seconds_count{kind=load,model=steady,outcome=done}"]);
        Assert.Equal(1, scraped["neuron_placement_change_duration_seconds_count{kind=move,model=steady,outcome=done}"]);
        Assert.Equal(3, scraped["neuron_placement_step_duration_seconds_count{model=steady,step=load}"]);
        Assert.Equal(1, scraped["neuron_node_ready"]);

        // A reload has another name in the runtime; its load, and the drain and unload of what it replaces, are the model's all the same.
        await node.Client.PostJsonAsync("/v2/repository/models/steady/load", """{"parameters":{"start_nc":0}}""");
        scraped = await ScrapeAsync(node);
        Assert.Equal(2, scraped["neuron_placement_change_duration_seconds_count{kind=load,model=steady,outcome=done}"]);
        Assert.Equal(1, scraped["neuron_placement_change_duration_seconds_count{kind=unload,model=steady,outcome=done}"]);
        Assert.Equal(4, scraped["neuron_placement_step_duration_seconds_count{model=steady,step=load}"]);
        Assert.Equal(
            scraped["neuron_placement_step_duration_seconds_count{model=steady,step=drain}"], scraped["neuron_placement_step_duration_seconds_count{model=steady,step=unload}"]);
        Assert.DoesNotContain(scraped.Samples.Keys, sample => sample.Contains("steady_v1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_queue_shows_its_depth_and_its_oldest_wait_while_it_lasts()
    {
        using var repository = new TestRepository().WithSimulated("slow", "1500ms");
        await using var node = await StartAsync(repository, ("max-in-flight", "1"));
        var calls = Enumerable.Range(0, 3).Select(_ => node.Client.PostJsonAsync("/v2/models/slow/infer", Good)).ToArray();

        const string Depth = "neuron_model_queue_depth{model=slow,version=1}";
        var scraped = await ScrapeUntilAsync(node, seen => seen[Depth] == 2);
        Assert.True(scraped["neuron_model_queue_oldest_wait_seconds{model=slow,version=1}"] > 0);
        Assert.Equal(1, scraped["neuron_model_in_flight{model=slow,version=1}"]);

        await Task.WhenAll(calls);
        await ScrapeUntilAsync(node, seen => seen[Depth] == 0);
    }

    [Fact]
    public async Task The_other_family_is_there_when_it_is_asked_for_and_says_the_same()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var node = await StartAsync(repository, ("triton-metrics", "true"));
        for (var i = 0; i < 4; i++) await node.Client.PostJsonAsync("/v2/models/steady/infer", Good);
        await node.Client.PostJsonAsync("/v2/models/steady/infer", Bad);

        var scraped = await ScrapeAsync(node);
        Assert.Equal(MetricFamilies.Own.Concat(MetricFamilies.Triton).Select(family => family.PrometheusName).Order(), scraped.Families.Keys.Order());
        Assert.Equal(4, scraped["nv_inference_request_success{model=steady,version=1}"]);
        Assert.Equal(8, scraped["nv_inference_count{model=steady,version=1}"]);   // each with a batch of two
        Assert.Equal(1, scraped["nv_inference_request_failure{model=steady,reason=OTHER,version=1}"]);
        Assert.Equal(0, scraped["nv_inference_request_failure{model=steady,reason=REJECTED,version=1}"]);
    }

    [Fact]
    public async Task Metrics_are_on_their_own_address_alone_and_need_the_key_where_there_is_one()
    {
        await using var node = await TestNode.StartUnloadedAsync(("runtime", "simulated"), ("cores", "2"), ("api-key", "sesame"));
        using var client = new HttpClient { BaseAddress = node.Metrics };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics")).StatusCode);
        client.Authorize("sesame");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Probes_find_the_health_beside_the_metrics_and_beside_REST_without_a_key()
    {
        await using var node = await TestNode.StartUnloadedAsync(("runtime", "simulated"), ("cores", "2"), ("api-key", "sesame"));
        using var client = new HttpClient { BaseAddress = node.Metrics };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/readyz")).StatusCode);

        await node.LoadModelsAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("/readyz")).StatusCode);
    }

    private static Task<TestNode> StartAsync(TestRepository repository, params (string Name, string Value)[] more) =>
        TestNode.StartAsync([("runtime", "simulated"), ("cores", "3"), ("model-repository", repository.Root), .. more]);

    private static double ExecutionsOf(Exposition seen) =>
        seen.Samples.Where(sample => sample.Key.StartsWith("neuron_core_executions_total", StringComparison.Ordinal)).Sum(sample => sample.Value);

    private static async Task<Exposition> ScrapeUntilAsync(TestNode node, Func<Exposition, bool> isAsExpected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (; ; patience.Token.ThrowIfCancellationRequested())
        {
            var seen = await ScrapeAsync(node);
            if (isAsExpected(seen)) return seen;
        }
    }

    private static async Task<Exposition> ScrapeAsync(TestNode node)
    {
        using var answer = await node.Client.GetAsync(new Uri(node.Metrics, "/metrics"));
        Assert.Equal(PrometheusText.MediaType, answer.Content.Headers.ContentType!.ToString());
        return Exposition.Parse(await answer.Content.ReadAsStringAsync());
    }
}
