using NeuronActors.Node.Tests.Metrics;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Pool;

public sealed class PoolMetricsSpecs
{
    [Fact]
    public async Task Nodes_cores_and_what_goes_between_them_are_counted_on_both_sides()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], [("model-control-mode", "explicit")]);
        await TestPool.FindsAsync(pool[2], "steady");
        for (var i = 0; i < 3; i++) await TestPool.InferAsync(pool[2], "steady");

        var (holder, asking) = (await ScrapeAsync(pool[1]), await ScrapeAsync(pool[2]));

        foreach (var scraped in new[] { holder, asking })
        {
            Assert.Equal((2, 0, 4), (scraped["neuron_pool_nodes{state=up}"], scraped["neuron_pool_nodes{state=unreachable}"], scraped["neuron_pool_cores"]));
            Assert.True(scraped["neuron_pool_version"] > 0);
        }

        Assert.Equal((1, 0), (holder["neuron_pool_coordinator"], asking["neuron_pool_coordinator"]));
        Assert.Equal((3, 0), (asking["neuron_pool_requests_total{outcome=completed}"], asking["neuron_pool_requests_total{outcome=lost}"]));
        Assert.Equal((3, 0), (holder["neuron_pool_served_total"], asking["neuron_pool_served_total"]));

        // Two numbers of four bytes there, and the same two back.
        Assert.Equal((24, 24), (asking["neuron_pool_tensors_bytes_total{direction=sent}"], asking["neuron_pool_tensors_bytes_total{direction=received}"]));
        Assert.Equal((24, 24), (holder["neuron_pool_tensors_bytes_total{direction=sent}"], holder["neuron_pool_tensors_bytes_total{direction=received}"]));
    }

    private static async Task<Exposition> ScrapeAsync(TestNode node) =>
        Exposition.Parse(await node.Client.GetStringAsync(new Uri(node.Metrics, "/metrics")));
}
