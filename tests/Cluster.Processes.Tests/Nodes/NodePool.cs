using System.Globalization;

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>The nodes of one pool, each a process, and the folder with their models. All of it is gone with this.</summary>
internal sealed class NodePool : IAsyncDisposable
{
    private readonly NodeSetup _setup;
    private readonly string _folder = Directory.CreateTempSubdirectory("neuron-pool-").FullName;
    private readonly List<ClusterNode> _nodes = [];
    private readonly List<ClusterNode> _strangers = [];
    private readonly List<ClusterNode> _joined = [];

    public NodePool(NodeSetup setup) => _setup = setup;

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>The nodes, the one that has been there the longest first.</summary>
    public IReadOnlyList<ClusterNode> InOrderOfJoining => _joined;

    private IEnumerable<ClusterNode> Running => _nodes.Where(node => node.IsRunning);

    /// <summary>Puts a simulated model into the repository: what goes in comes out, after a time.</summary>
    public NodePool WithModel(string name, string executionTime = "2ms", string loadTime = "0ms", string datatype = "INT64")
    {
        var folder = Path.Combine(_folder, "models", name, "1");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "model.sim.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "inputs": [{ "name": "x", "datatype": "{{datatype}}", "shape": [-1] }],
              "outputs": [{ "name": "y", "datatype": "{{datatype}}", "shape": [-1], "from": "x" }],
              "memory": "1MiB", "load_time": "{{loadTime}}", "execution_time": "{{executionTime}}"
            }
            """));
        return this;
    }

    /// <summary>Puts a copy of a model that is a folder into the repository.</summary>
    public NodePool WithFolder(string name, string folder)
    {
        var version = Directory.CreateDirectory(Path.Combine(_folder, "models", name, "1")).FullName;
        foreach (var file in Directory.EnumerateFiles(folder)) File.Copy(file, Path.Combine(version, Path.GetFileName(file)));
        return this;
    }

    /// <summary>Where a node keeps the model files that it has had from others.</summary>
    public string CacheOf(ClusterNode node) => Path.Combine(_folder, node.Name, "cache");

    /// <summary>Starts nodes n1, n2, … one after the other, so that they join in this order, and waits until all know all.</summary>
    public async Task<ClusterNode[]> StartAsync(params IPlace[] places)
    {
        foreach (var place in places)
        {
            var node = new ClusterNode(string.Create(CultureInfo.InvariantCulture, $"n{_nodes.Count + 1}"), place);
            _nodes.Add(node);
            await StartAsync(node);
            await KnownByAllAsync();
        }

        return [.. _nodes];
    }

    /// <summary>Starts a node again under its name, into the pool that the others are.</summary>
    /// <param name="node">The node; it has ended.</param>
    /// <param name="setup">How; null for as the first time.</param>
    public async Task StartAsync(ClusterNode node, NodeSetup? setup = null)
    {
        var with = setup ?? _setup;
        await node.StartAsync(FolderOf(node, with), await OptionsAsync(node, with), with.Environment);
        _joined.Remove(node);
        _joined.Add(node);
    }

    /// <summary>Starts a node that asks the others to be taken in and is not to be: it is none of this pool's.</summary>
    public async Task<ClusterNode> KnockAsync(string name, NodeSetup setup)
    {
        var stranger = new ClusterNode(name, LoopbackPlace.Instance);
        _strangers.Add(stranger);
        await stranger.BeginAsync(FolderOf(stranger, setup), await OptionsAsync(stranger, setup), setup.Environment);
        return stranger;
    }

    /// <summary>Waits until every node that runs counts the cores of all that do, and reaches them.</summary>
    public async Task KnownByAllAsync()
    {
        var names = Running.Select(node => node.Name).ToHashSet();
        foreach (var node in Running)
        {
            await Eventually.BecomesAsync(
                $"{node.Name} knows {string.Join(", ", names)}",
                node.Rest.PoolAsync,
                pool => names.SetEquals(pool.Nodes) && pool.Cores.All(core => core.IsReachable));
        }
    }

    /// <summary>Waits until every node that runs knows that a model serves on these cores, and on no others.</summary>
    public async Task ServesOnAsync(string model, params string[] cores)
    {
        var meant = cores.ToHashSet();
        foreach (var node in Running)
        {
            await Eventually.BecomesAsync($"{node.Name} knows {model} on {string.Join(", ", cores)}", node.Rest.PoolAsync, pool => meant.SetEquals(pool.With(model)));
        }
    }

    /// <summary>Unloads every model, and waits until all that run know that there is none.</summary>
    public async Task EmptyAsync()
    {
        var first = Running.First();
        foreach (var model in (await first.Rest.PoolAsync()).Models) await first.Rest.UnloadAsync(model);
        foreach (var node in Running) await Eventually.BecomesAsync($"{node.Name} knows of no model", node.Rest.PoolAsync, pool => !pool.Models.Any());
    }

    /// <summary>Everything that the nodes have said.</summary>
    public string Output() => string.Join('\n', _nodes.Concat(_strangers).Select(node => node.Output()));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Concat(_strangers)) await node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string FolderOf(ClusterNode node, NodeSetup with) => with.OnlyFirstHasModels && node != _nodes[0] ? Path.Combine(_folder, node.Name) : _folder;

    private async Task<List<string>> OptionsAsync(ClusterNode node, NodeSetup with)
    {
        var own = Path.Combine(_folder, node.Name);
        Directory.CreateDirectory(Path.Combine(own, "models"));
        var hocon = Path.Combine(own, "node.conf");
        await File.WriteAllTextAsync(hocon, Hocon(with));

        // One path that is another folder for each process: so what is there for the first node is not there for the others, on one disk.
        var models = with.OnlyFirstHasModels ? "/proc/self/cwd" : _folder;
        List<string> options =
        [
            "--runtime", with.Runtime, "--cores", with.Cores.ToString(CultureInfo.InvariantCulture), "--model-control-mode", "explicit",
            "--model-repository", Path.Combine(models, "models"), "--hocon", hocon, "--cluster-cache", Path.Combine(own, "cache"), .. with.Options, .. with.OptionsOf(node.Name),
        ];
        string[] seeds = [.. Running.Where(other => other != node).Select(other => other.Seed)];
        if (seeds.Length > 0) options.AddRange(["--cluster-seeds", string.Join(',', seeds)]);
        return options;
    }

    private static string Hocon(NodeSetup setup) => setup.IsQuick ? $"{setup.Hocon}\n{Quick(setup)}" : setup.Hocon;

    private static string Quick(NodeSetup setup) => $$"""
        akka.loglevel = INFO
        akka.cluster {
          periodic-tasks-initial-delay = 200ms, gossip-interval = 200ms, leader-actions-interval = 200ms
          split-brain-resolver.stable-after = {{setup.StableAfter}}
          distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 50ms }
        }
        neuron.cluster {
          directory.announce-interval = 300ms
          routing { silent-after = 2s, probe-interval = 100ms }
          desired { replace-after = 60s, reconcile-interval = 300ms, write-timeout = 2s }
        }
        """;
}
