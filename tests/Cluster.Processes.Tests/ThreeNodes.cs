using NeuronActors.Cluster.Processes.Nodes;

namespace NeuronActors.Cluster.Processes;

/// <summary>
/// Three nodes on the loopback address for several specs, one after the other: most of what a spec of a pool takes is the start of its nodes.
/// Each spec finds all three there, the first as it was, and no model loaded, whatever the one before it did. Only the first has models on its disk.
/// </summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    /// <summary>The echo model, which takes a moment to load.</summary>
    internal const string Slow = "echo-50ms";

    /// <summary>The same, and it takes a while to load.</summary>
    internal const string Slower = "echo-300ms";

    /// <summary>The same, and slow enough that traffic without pause leaves the processors to the cluster.</summary>
    internal const string Paced = "echo-20ms-each";

    private readonly NodePool _pool = new NodePool(new NodeSetup { OnlyFirstHasModels = true })
        .WithModel(ProcessLab.Echo)
        .WithModel(Slow, loadTime: "50ms")
        .WithModel(Slower, loadTime: "300ms")
        .WithModel(Paced, executionTime: "20ms");

    public async Task InitializeAsync() => await _pool.StartAsync([.. Enumerable.Repeat<IPlace>(LoopbackPlace.Instance, 3)]);

    public async Task DisposeAsync() => await _pool.DisposeAsync();

    /// <summary>The pool, its nodes in the order in which they joined, and their cores in the order of the pool.</summary>
    internal async Task<(NodePool Pool, ClusterNode[] Nodes, string[] Row)> AllAsync()
    {
        foreach (var gone in _pool.Nodes.Where(node => !node.IsRunning).ToArray()) await _pool.StartAsync(gone);
        await _pool.KnownByAllAsync();
        await _pool.EmptyAsync();
        var nodes = _pool.InOrderOfJoining.ToArray();
        return (_pool, nodes, [.. nodes.SelectMany(node => new[] { $"{node.Name}/0", $"{node.Name}/1" })]);
    }
}
