using System.Net;
using System.Text.Json;
using NeuronActors.Cluster;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Pool;

/// <summary>Nodes n1, n2, … of one pool in this process, each put together as the program does it, on ports that were free.</summary>
internal sealed class TestPool : IAsyncDisposable
{
    // Joining and leaving take some rounds of gossip, of a second and more each where nobody says otherwise.
    private const string Quick = """
        akka.cluster {
          periodic-tasks-initial-delay = 200ms, gossip-interval = 200ms, leader-actions-interval = 200ms
          distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 50ms }
        }
        """;

    public const string Good = """{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2]}]}""";

    private readonly List<TestNode> _nodes = [];
    private string _hocon = "";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neuron-pool-");

    /// <summary>The nodes, in the order in which they have joined.</summary>
    public IReadOnlyList<TestNode> Nodes => _nodes;

    public TestNode this[int node] => _nodes[node - 1];

    /// <summary>Starts as many nodes as there are settings, with two simulated cores each. All of them know all when this ends.</summary>
    public static Task<TestPool> StartAsync(params (string Name, string Value)[][] nodes) => StartWithAsync("", nodes);

    /// <summary>The same with HOCON for all of them.</summary>
    public static async Task<TestPool> StartWithAsync(string hocon, params (string Name, string Value)[][] nodes)
    {
        var pool = new TestPool();
        pool._hocon = hocon;
        try
        {
            foreach (var settings in nodes) await pool.AddAsync(settings);
            foreach (var node in pool._nodes) await pool.KnowsAsync(node, view => view.Nodes.Length == nodes.Length, $"there are {nodes.Length} nodes");
            return pool;
        }
        catch
        {
            await pool.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds one more.</summary>
    public async Task<TestNode> AddAsync(params (string Name, string Value)[] settings) => Add(await TestNode.StartAsync(await SettingsAsync(settings)));

    /// <summary>Adds one more on a simulated runtime, whose faults the test has in its hand.</summary>
    public async Task<TestNode> AddAsync(SimulatedRuntime runtime, params (string Name, string Value)[] settings) =>
        Add(await TestNode.StartAsync(runtime, await SettingsAsync(settings)));

    private TestNode Add(TestNode node)
    {
        _nodes.Add(node);
        return node;
    }

    private async Task<(string Name, string Value)[]> SettingsAsync((string Name, string Value)[] settings)
    {
        var name = $"n{_nodes.Count + 1}";
        var hocon = Path.Combine(_folder.FullName, "node.conf");
        await File.WriteAllTextAsync(hocon, $"{Quick}\n{_hocon}");
        (string Name, string Value)[] own =
        [
            ("node-name", name), ("runtime", "simulated"), ("cores", "2"), ("cluster-port", "0"), ("cluster-cache", Path.Combine(_folder.FullName, name)), ("hocon", hocon),
            .. _nodes.Count == 0 ? Array.Empty<(string, string)>() : [("cluster-seeds", $"{_nodes[0].Membership!.Address}")],
        ];
        return [.. own.Where(each => settings.All(setting => setting.Name != each.Name)), .. settings];
    }

    /// <summary>Waits until a node sees the pool in some way.</summary>
    public async Task KnowsAsync(TestNode node, Func<PoolView, bool> condition, string what)
    {
        var pool = node.Parts.Pool.Pool!;
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pool.Changed += Look;
        try
        {
            Look(null, EventArgs.Empty);
            await known.Task.WaitAsync(GrpcCalls.Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{pool.Node} waited in vain to know that {what}. It knows {string.Join(", ", pool.View.Nodes)}; {string.Join(", ", pool.View.Models)}");
        }
        finally
        {
            pool.Changed -= Look;
        }

        void Look(object? sender, EventArgs e)
        {
            if (condition(pool.View)) known.TrySetResult();
        }
    }

    /// <summary>Waits until a node finds a model, wherever it is.</summary>
    public static Task FindsAsync(TestNode node, string model) => Waiting.UntilAsync(
        async () => (await node.Client.GetJsonAsync($"/v2/models/{model}/ready")).Status == HttpStatusCode.OK, $"{model} to be found");

    /// <summary>The parameters of the answer of one inference over REST.</summary>
    public static async Task<(string Node, string Core)> InferAsync(TestNode node, string model)
    {
        var (status, body) = await node.Client.PostJsonAsync($"/v2/models/{model}/infer", Good);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}. {Describe(node)}");
        Assert.Equal("[1,2]", body.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        var parameters = body.GetProperty("parameters");
        return (parameters.GetProperty("neuron_node").GetString()!, parameters.GetProperty("neuron_core").GetString()!);
    }

    public static async Task<JsonElement> PlacementAsync(TestNode node, string model, string query = "?scope=pool") =>
        (await node.Client.GetJsonAsync($"/v2/neuron/models/{model}/placement{query}")).Body;

    private static string Describe(TestNode node)
    {
        var known = (node.Parts.Pool.Pool?.View.Models ?? []).Select(model => $"{model.Name} on {string.Join('+', model.Nodes)}{(model.IsMeant ? ", meant" : "")}");
        return $"{node.Parts.NodeName} knows {string.Join("; ", known)}, and finds {string.Join(", ", node.Parts.Catalog.Models.Select(model => model.Name))}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.AsEnumerable().Reverse()) await node.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
