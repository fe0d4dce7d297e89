using NeuronActors.Cluster.Processes.Nodes;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>
/// Specs of pools of real processes. After each of them every process is gone, whatever has happened, and what the nodes said belongs to
/// the spec's own output.
/// </summary>
public abstract class ProcessLab(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<NodePool> _pools = [];
    private readonly List<NodePool> _taken = [];
    private readonly List<IDisposable> _others = [];

    internal const string Echo = "echo";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var pool in _pools.Concat(_taken)) output.WriteLine(pool.Output());
        foreach (var pool in _pools) await pool.DisposeAsync();

        foreach (var other in _others) other.Dispose();
    }

    /// <summary>Something for who reads what the spec said.</summary>
    internal void Say(string line) => output.WriteLine(line);

    internal NodePool Pool(NodeSetup? setup = null)
    {
        var pool = new NodePool(setup ?? new NodeSetup());
        _pools.Add(pool);
        return pool;
    }

    /// <summary>Gives it back after the processes are gone.</summary>
    internal T Own<T>(T resource)
        where T : IDisposable
    {
        _others.Add(resource);
        return resource;
    }

    /// <summary>Three nodes on the loopback address with the echo model in their repository.</summary>
    internal async Task<(NodePool Pool, ClusterNode[] Nodes)> StartThreeAsync(NodeSetup? setup = null, string loadTime = "0ms")
    {
        var pool = Pool(setup).WithModel(Echo, loadTime: loadTime);
        return (pool, await pool.StartAsync([.. Enumerable.Repeat<IPlace>(LoopbackPlace.Instance, 3)]));
    }

    /// <summary>Three nodes that other specs have used, and will use; what they say belongs to the output of each.</summary>
    internal async Task<(NodePool Pool, ClusterNode[] Nodes, string[] Row)> TakeAsync(ThreeNodes three)
    {
        var taken = await three.AllAsync();
        _taken.Add(taken.Pool);
        return taken;
    }
}
