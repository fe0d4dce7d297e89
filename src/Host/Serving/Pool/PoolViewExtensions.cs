using NeuronActors.Cluster;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>What the node program reads from the view of a pool.</summary>
internal static class PoolViewExtensions
{
    /// <summary>Whether some node has a model and can be reached: so it can be described.</summary>
    public static bool IsHeld(this PoolView view, PoolModel model) =>
        model.Nodes.Any(name => view.Find(name) is { State: not PoolNodeState.Unreachable });
}
