using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>The pool with nothing set but names and folders: tensors and model files go over real sockets, and a model is on one node's disk.</summary>
public sealed class PoolOverSocketsSpecs : PoolLab
{
    private protected override Wires? Ways => null;

    [Fact]
    public async Task A_model_that_is_on_one_disk_only_is_loaded_over_the_pool_and_any_node_answers()
    {
        var nodes = await StartPool(3);
        var path = CopyTo(nodes[1].Disk);

        var placed = await LoadAsync(nodes, path, start: 0, count: 6);

        Assert.Equal(new PoolRange(0, 6), placed.Range);
        foreach (var node in nodes) await AnsweredBy(node, Echo, 7);
        Assert.Equal(path, PathOn(nodes[1]));
        Assert.All(new[] { nodes[0], nodes[2] }, node =>
        {
            Assert.StartsWith(node.Cache, PathOn(node), StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(PathOn(node)));
        });
        var id = (await ModelFileScan.OfAsync(path, CancellationToken.None)).Id;
        foreach (var node in nodes)
        {
            await node.KnowsAsync(
                picture => picture.Desired[Echo].Source.Files == id && picture.View.Nodes.All(other => other.Last.Find(Echo)?.Source.Files == id),
                "all have the same files");
        }
    }

    [Fact]
    public async Task What_is_too_large_to_travel_runs_where_it_is_however_busy_that_is()
    {
        var nodes = await StartPool(2, cores: 1, "neuron.cluster.transport.max-message-bytes = 64KiB");
        await LoadAsync(nodes, CopyTo(nodes[0].Disk), start: 0, count: 2);
        using var hang = nodes[0].Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));

        var large = new long[20_000];
        var asked = Enumerable.Range(0, 6).Select(_ => nodes[0].Pool.InferAsync(new Infer(Echo, [new("x", Tensor.From(large))])).AsTask()).ToArray();
        await hang.WhenHeld(1).WaitAsync(Patience);
        hang.Release();

        Assert.All(await Task.WhenAll(asked).WaitAsync(Patience), answer => Assert.Equal("n1", Assert.IsType<InferCompleted>(answer).Node));
    }

    [Fact]
    public async Task It_moves_from_node_to_node_under_traffic_and_its_files_go_with_it()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, CopyTo(nodes[0].Disk), start: 0);
        await using var traffic = new Traffic(Echo, nodes);

        foreach (var (start, policy) in new (int, MovePolicy?)[] { (2, null), (4, MovePolicy.UnloadThenLoad), (1, null), (3, null) })
        {
            await traffic.FlowsAsync(30);
            var moved = await nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, start) { Policy = policy });
            Assert.Equal(new PoolRange(start, 1), moved.Placement.Range);
            Assert.Equal(1, nodes.Sum(node => node.Simulator.LoadedReplicas));
        }

        await traffic.FlowsAsync(30);
        Assert.True(await traffic.EndAsync() >= 150);
    }

    [Fact]
    public async Task When_the_node_that_brought_a_model_is_gone_the_next_one_has_it_from_a_cache()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, CopyTo(nodes[2].Disk), start: 2);
        await nodes[2].CrashAsync(Wires);
        Directory.Delete(nodes[2].Disk, recursive: true);
        await nodes[0].KnowsAsync(picture => picture.Layout.Count == 4, "n3 is gone");

        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, 0));

        Assert.StartsWith(nodes[0].Cache, PathOn(nodes[0]), StringComparison.Ordinal);
        Assert.Equal(1, await AnsweredBy(nodes[0], Echo, 7));
    }

    [Fact]
    public async Task A_model_that_one_node_loaded_for_itself_can_be_spread_over_the_pool()
    {
        var nodes = await StartPool(2);
        await nodes[0].SendAsync<NodeAnswered>(PoolScope.Of(nodes[1].Name), new LoadModel(CopyTo(nodes[1].Disk)));
        await nodes[0].KnowsAsync(
            picture => picture.View.Nodes.Any(node => node.Last.Find(Echo)?.Source.Files is not null), "n2 has said what its files are");

        var spread = await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new SetMulticore(Echo));

        Assert.Equal(new PoolRange(0, 4), spread.Placement.Range);
        Assert.StartsWith(nodes[0].Cache, PathOn(nodes[0]), StringComparison.Ordinal);
        Assert.Equal([2, 2], nodes.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task Files_of_a_loaded_model_stay_in_the_cache_and_make_room_when_it_is_unloaded()
    {
        var size = new FileInfo(Fixture).Length;
        var nodes = await StartPool(2, hocon: $"neuron.cluster.files.max-bytes = {size + 1}");
        await LoadAsync(nodes, CopyTo(nodes[0].Disk), start: 2);
        var other = new LoadModel(CopyTo(nodes[0].Disk, "other")) { StartNc = 3 };

        var refused = await nodes[0].SendAsync<PoolFailed>(PoolScope.Pool, other);
        Assert.Contains("max-bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));

        await nodes[0].SendAsync<PoolUnloaded>(PoolScope.Pool, new UnloadModel(Echo));
        await nodes[0].KnowsAsync(picture => picture.View.PartsOf(Echo).IsEmpty, "echo is gone");
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, other);
        Assert.Equal(2, await AnsweredBy(nodes[0], new ModelName("other"), 8));
    }

    [Fact]
    public async Task A_path_that_no_node_can_read_is_refused_with_the_reason_and_nothing_is_loaded()
    {
        var nodes = await StartPool(2);
        var path = Path.Combine(nodes[0].Disk, "nothing.sim.json");

        var failed = await nodes[0].SendAsync<PoolFailed>(PoolScope.Pool, new LoadModel(path) { StartNc = 2 });

        Assert.Equal((nodes[1].Name, RuntimeErrorKind.UnsupportedModel, true), (failed.Node, failed.Kind, failed.Restored));
        Assert.Contains(path, failed.Message, StringComparison.Ordinal);
        await LoadAsync(nodes, CopyTo(nodes[0].Disk), start: 2);
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
    }

    [Fact]
    public async Task A_node_that_ends_gives_its_port_and_its_folder_free()
    {
        var first = Start("n1");
        await Join(first, first);
        var (address, folder) = (first.Pool.TransportAddress, first.Cache);

        await first.LeaveAsync();
        await first.System.Terminate().WaitAsync(Patience);

        var port = address[(address.LastIndexOf(':') + 1)..];
        var second = Start("n1", hocon: $"neuron.cluster.transport.port = {port}");
        Assert.Equal((address, folder), (second.Pool.TransportAddress, second.Cache));
        await Join(second, second);
        await LoadAsync([second], Fixture, start: 0);
        Assert.Equal(1, await AnsweredBy(second, Echo, 7));
    }

    private static string CopyTo(string disk, string name = "echo")
    {
        Directory.CreateDirectory(disk);
        var path = Path.Combine(disk, $"{name}.sim.json");
        File.Copy(Fixture, path);
        return path;
    }

    private static string PathOn(LabNode node) =>
        node.Cores.Parts.Directory.TryFind(Echo, out var model) ? model.Package.Path : throw new InvalidOperationException($"{node.Name} has no echo.");
}
