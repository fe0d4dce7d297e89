namespace NeuronActors.Cluster.Tests.Lab;

/// <summary>Several nodes in one process. After each spec all of them are shut down, and no simulated core may have been misused.</summary>
public abstract class PoolLab : IAsyncLifetime
{
    /// <summary>Long enough for a busy machine and for the cluster to remove a node; nothing takes that long unless it has failed.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<LabNode> _all = [];
    private readonly string _disks = Directory.CreateTempSubdirectory("neuron-pool-").FullName;

    internal static ModelName Echo { get; } = new("echo");

    internal static string Fixture { get; } = Path.Combine(AppContext.BaseDirectory, "fixtures", "echo.sim.json");

    internal Wires Wires { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _all.AsEnumerable().Reverse())
        {
            await node.System.Terminate().WaitAsync(Patience);
            Assert.Empty(node.Simulator.Violations);
        }

        Directory.Delete(_disks, recursive: true);
    }

    /// <summary>The ways between nodes: those that can be broken by name, unless a spec says otherwise.</summary>
    private protected virtual Wires? Ways => Wires;

    internal LabNode Start(string name, int cores = 2, string hocon = "")
    {
        var node = new LabNode(name, Ways, _disks, cores, hocon);
        _all.Add(node);
        return node;
    }

    /// <summary>Nodes n1, n2, …, which have joined in this order, and all know all.</summary>
    internal async Task<LabNode[]> StartPool(int nodes, int cores = 2, string hocon = "")
    {
        var started = new List<LabNode>();
        for (var i = 1; i <= nodes; i++)
        {
            started.Add(Start($"n{i}", cores, hocon));
            await Join(started[^1], started[0]);
        }

        foreach (var node in started)
        {
            await node.KnowsAsync(picture => picture.Layout.Count == nodes * cores && picture.View.Nodes.Length == nodes, $"there are {nodes} nodes");
        }

        return [.. started];
    }

    /// <summary>Loads the echo model, and waits until all nodes know where it is: until then others than its own may not have heard of it.</summary>
    internal static Task<PoolPlacement> LoadAsync(LabNode[] nodes, int start, int count = 1) => LoadAsync(nodes, Fixture, start, count);

    internal static async Task<PoolPlacement> LoadAsync(LabNode[] nodes, string path, int start, int count = 1)
    {
        // Where the file is, it is known who takes the command: the one that has it.
        var taking = nodes.FirstOrDefault(node => path.StartsWith(node.Disk, StringComparison.Ordinal)) ?? nodes[0];
        var changed = await taking.SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(path) { StartNc = start, NcCount = count });
        foreach (var node in nodes)
        {
            await node.KnowsAsync(
                picture => picture.View.PartsOf(Echo).Length == changed.Placement.Parts.Length && picture.Desired.ContainsKey(Echo), "echo is loaded");
        }

        return changed.Placement;
    }

    internal static async Task Join(LabNode node, LabNode seed)
    {
        await node.Cluster.JoinAsync(seed.Cluster.SelfAddress).WaitAsync(Patience);
        await seed.KnowsAsync(picture => picture.Layout.IndexOf(node.Name, new VisibleCoreIndex(0)) is not null, $"{node.Name} has joined");
    }

    /// <summary>Asks until two nodes have answered.</summary>
    internal static async Task BothAnswerAsync(LabNode asking)
    {
        var seen = new HashSet<long>();
        using var patience = new CancellationTokenSource(Patience);
        while (seen.Count < 2)
        {
            patience.Token.ThrowIfCancellationRequested();
            seen.Add(await AnsweredBy(asking, Echo, seen.Count));
        }
    }

    internal static async Task<long> AnsweredBy(LabNode node, ModelName model, long value)
    {
        var answer = await node.InferAsync(model, value, Patience);
        var completed = answer as InferCompleted ?? throw new InvalidOperationException($"{answer}");
        Assert.Equal(value, completed["y"].AsSpan<long>()[0]);
        return long.Parse(completed.Node!.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
    }
}
