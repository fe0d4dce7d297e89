using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Desired;

/// <summary>
/// The steps that nodes were asked for outside of changes and did not do, as the coordinator remembers them. Plain. What is remembered ends
/// with the life of the node, when it does such a step, and with a change of the model.
/// </summary>
/// <param name="pause">How long a node is not asked again.</param>
internal sealed class RefusedSteps(TimeSpan pause)
{
    // One that has no room for a stand-in now may have some when other models have gone. Asking costs it a load that may take minutes, and
    // others are there to be asked, so it is left in peace for some pauses.
    private const int PausesOfStandIn = 12;

    private readonly Dictionary<(ModelName Model, NodeId Node, bool IsLoad), (long Since, long Last)> _refused = [];

    /// <summary>A node did not do a step.</summary>
    public void Note(ModelName model, NodeId node, bool isLoad, long now)
    {
        var since = _refused.TryGetValue((model, node, isLoad), out var former) ? former.Since : now;
        _refused[(model, node, isLoad)] = (since, now);
    }

    /// <summary>A node did a step.</summary>
    public void Forget(ModelName model, NodeId node, bool isLoad) => _refused.Remove((model, node, isLoad));

    /// <summary>A change of the model begins.</summary>
    public void Forget(ModelName model) => Forget((of, _) => of == model);

    /// <summary>Nodes come and go.</summary>
    public void Keep(Func<NodeId, bool> isThere) => Forget((_, node) => !isThere(node));

    public void Clear() => _refused.Clear();

    /// <summary>Whether a node is not to be asked for such a step now.</summary>
    public bool Rests(ModelName model, NodeId node, bool isLoad, long now) =>
        _refused.TryGetValue((model, node, isLoad), out var refused) && now - refused.Last < pause.Ticks;

    /// <summary>Whether a node is not to stand in for another, because it could not a short while ago.</summary>
    public bool HasRefused(ModelName model, NodeId node, long now) =>
        _refused.TryGetValue((model, node, true), out var refused) && now - refused.Last < PausesOfStandIn * pause.Ticks;

    /// <summary>Whether a node could not load the model all the while.</summary>
    public bool HasRefusedFor(TimeSpan time, ModelName model, NodeId node, long now) =>
        _refused.TryGetValue((model, node, true), out var refused) && now - refused.Since >= time.Ticks;

    private void Forget(Func<ModelName, NodeId, bool> isOver)
    {
        foreach (var key in _refused.Keys.Where(key => isOver(key.Model, key.Node)).ToArray()) _refused.Remove(key);
    }
}
