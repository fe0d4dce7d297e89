using System.Text.Json;

namespace NeuronActors.Cluster.Processes.Nodes;

/// <summary>What <c>GET /v2/neuron/cores?scope=pool</c> says.</summary>
internal sealed record PoolCores(long Version, ImmutableArray<PoolCores.Core> Cores)
{
    public IEnumerable<string> Nodes => Cores.Select(core => core.Node).Distinct();

    public IEnumerable<string> Models => Cores.SelectMany(core => core.Replicas).Select(replica => replica.Model).Distinct();

    /// <summary>The cores with a replica of a model that takes requests, as <c>n2/0</c>.</summary>
    public IEnumerable<string> With(string model, string state = "ready") =>
        Cores.Where(core => core.Replicas.Contains((model, state))).Select(core => core.Name);

    public static PoolCores Of(JsonElement json) => new(
        json.GetProperty("pool_version").GetInt64(),
        [.. json.GetProperty("cores").EnumerateArray().Select(core => new Core(
            core.GetProperty("pool_index").GetInt32(),
            core.GetProperty("node").GetString()!,
            core.GetProperty("index").GetInt32(),
            !core.TryGetProperty("reachable", out var reachable) || reachable.GetBoolean(),
            [.. core.GetProperty("replicas").EnumerateArray().Select(
                replica => (replica.GetProperty("model").GetString()!, replica.GetProperty("state").GetString()!))]))]);

    public override string ToString() => $"version {Version}: {string.Join("; ", Cores)}";

    /// <summary>One core.</summary>
    internal sealed record Core(int PoolIndex, string Node, int Index, bool IsReachable, ImmutableArray<(string Model, string State)> Replicas)
    {
        public string Name => $"{Node}/{Index}";

        public override string ToString() => $"{PoolIndex} = {Name}{(IsReachable ? "" : " unreachable")} {string.Join(",", Replicas)}";
    }
}
