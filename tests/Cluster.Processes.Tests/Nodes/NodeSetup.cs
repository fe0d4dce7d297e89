namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>How the nodes of a pool are started.</summary>
internal sealed record NodeSetup
{
    /// <summary>What executes.</summary>
    public string Runtime { get; init; } = "simulated";

    /// <summary>The cores of each node.</summary>
    public int Cores { get; init; } = 2;

    /// <summary>HOCON of its own.</summary>
    public string Hocon { get; init; } = "";

    /// <summary>Whether whatever is waited for happens sooner than by the defaults.</summary>
    public bool IsQuick { get; init; } = true;

    /// <summary>If it is quick: how long the picture has to be still before the cluster removes a node.</summary>
    public string StableAfter { get; init; } = "2s";

    /// <summary>Whether only the first node has the models on its disk, and the others have them brought.</summary>
    public bool OnlyFirstHasModels { get; init; }

    /// <summary>Options beyond those that make a node of a pool.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>Options that differ from node to node, by its name.</summary>
    public Func<string, IEnumerable<string>> OptionsOf { get; init; } = static _ => [];

    /// <summary>What is set in the environment of a node.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
