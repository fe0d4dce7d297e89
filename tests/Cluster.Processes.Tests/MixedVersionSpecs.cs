using NeuronActors.Cluster.Processes.Load;
using NeuronActors.Cluster.Processes.Nodes;
using NeuronActors.Cluster.Processes.Wire;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>Nodes that write the pool's messages in different versions, as during an update of the program.</summary>
public sealed class MixedVersionSpecs(ITestOutputHelper output) : ProcessLab(output)
{
    private static readonly string[] Everywhere = ["n1/0", "n1/1", "n2/0", "n2/1", "n3/0", "n3/1"];

    [LongFact]
    public async Task A_rolling_restart_from_the_previous_version_to_the_next_costs_no_request_and_changes_go_on_between_them()
    {
        var (previous, present, next) = (Writing<PreviousWireSerializer>(), new NodeSetup(), Writing<NextWireSerializer>());
        var (pool, nodes) = await StartThreeAsync(previous);
        await nodes[0].Rest.LoadAsync(Echo, 0, 6);
        await pool.ServesOnAsync(Echo, Everywhere);

        foreach (var (i, setup) in new[] { (0, present), (1, next), (2, next), (0, next) })
        {
            var others = nodes.Where(node => node != nodes[i]).ToArray();
            await using var traffic = StreamTraffic.Of(Echo, others);
            await traffic.FlowsAsync(50);

            await nodes[i].Process.SignalAsync("TERM");
            Assert.Equal(0, await nodes[i].Process.ExitCodeAsync(Eventually.Patience));
            await traffic.FlowsAsync(50);
            await pool.StartAsync(nodes[i], setup);
            await pool.KnownByAllAsync();
            await pool.ServesOnAsync(Echo, Everywhere);

            // From a node of one version by a coordinator of perhaps another onto all of them.
            await others[1].Rest.MoveAsync(Echo, 1, 4);
            await nodes[i].Rest.MoveAsync(Echo, 0, 6);
            await pool.ServesOnAsync(Echo, Everywhere);
            Say($"{nodes[i].Name} again: {await traffic.EndAsync()}");
        }

        Assert.All(nodes, node => Assert.DoesNotContain(node.Process.Lines, line => line.Contains("SerializationException", StringComparison.Ordinal)));
    }

    private static NodeSetup Writing<TSerializer>()
        where TSerializer : WireSerializer
    {
        var type = typeof(TSerializer);
        return new NodeSetup
        {
            Hocon = $$"""akka.actor.serializers.neuron-pool = "{{type.FullName}}, {{type.Assembly.GetName().Name}}" """,
            Environment = ImmutableDictionary<string, string>.Empty.Add("DOTNET_STARTUP_HOOKS", type.Assembly.Location),
        };
    }
}
