namespace NeuronActors.Cluster.Routing;

/// <summary>Another node that has replicas of a model, as this node's route to the model knows it.</summary>
internal sealed class RemoteRoutee(NodeName node)
{
    private int _ownAtAnswer;
    private NodeLoad _said;

    public NodeName Node => node;

    /// <summary>Requests that this node has sent there and that are not answered.</summary>
    public int Own { get; private set; }

    /// <summary>When it answered last; null while it never has.</summary>
    public long? SaidAt { get; private set; }

    /// <summary>Replicas there, by its last announcement; 0 for a model without a Neuron subgraph, or whose cores are out of service.</summary>
    public int Announced { get; set; } = 1;

    /// <summary>Replicas there: by its last answer, before that by its announcement. Never 0.</summary>
    public int Ready => Math.Max(1, SaidAt is null ? Announced : _said.Ready);

    public void Sent() => Own++;

    public void Ended() => Own--;

    /// <summary>It answered and said what it has to do. Called before <see cref="Ended"/> for the same request.</summary>
    public void Said(NodeLoad load, long now)
    {
        (_said, _ownAtAnswer, SaidAt) = (load, Own - 1, now);
    }

    /// <summary>What each replica there has to do, by what can be relied upon.</summary>
    /// <param name="isFresh">Whether what it said last still holds: then others' requests count as well as this node's own.</param>
    public double Load(bool isFresh)
    {
        var others = isFresh ? Math.Max(0, _said.Waiting + _said.InFlight - _ownAtAnswer) : 0;
        return (double)(Own + others) / Ready;
    }
}
