using Akka.Event;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster;

/// <summary>Everything that the pool's actors of one node share.</summary>
internal sealed record PoolParts(NeuronCores Cores, ClusterSettings Settings, NodeEndpoint Endpoint, ModelFiles Files, ILoggingAdapter Log)
{
    public PoolBoard Board { get; } = new();

    public NodeName Node => Endpoint.Node;

    /// <summary>What a model takes and gives, if it is on this node.</summary>
    public PoolAnswer Describe(ModelName model) =>
        Cores.Parts.Directory.TryFind(model, out var placed)
            ? new ModelDescription(
                model,
                placed.Package.Subgraphs is [var first, ..] ? first.Format.ToString().ToLowerInvariant() : "",
                placed.Signature ?? new SubgraphSignature([], []))
            : new PoolRejected(PoolRejection.ModelNotFound, $"No model '{model}' is loaded on node {Node}.");

    /// <summary>What this node has to do for a model.</summary>
    public NodeLoad LoadOf(ModelName model)
    {
        var local = LocalLoadOf(model);
        return new NodeLoad(local.Waiting, local.InFlight, local.Ready);
    }

    /// <summary>The same, and whether the model is here at all; one that is being unloaded is not.</summary>
    public LocalLoad LocalLoadOf(ModelName model)
    {
        if (!Cores.Parts.Directory.TryFind(model, out var placed) || placed.IsRetiring) return LocalLoad.None;

        // A request runs through all subgraphs, so the one with the fewest replicas says how many run at once.
        var ready = placed.Subgraphs.IsEmpty ? 0 : int.MaxValue;
        foreach (var subgraph in placed.Subgraphs) ready = Math.Min(ready, subgraph.Cores.Length);
        return new LocalLoad(ready, placed.Counters.Waiting, placed.Counters.InFlight) { IsLoaded = true };
    }
}
