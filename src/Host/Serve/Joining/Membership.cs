using Akka.Actor;
using NeuronActors.Cluster;

namespace NeuronActors.Node.Serve.Joining;

/// <summary>This node's part in a pool, from its start on.</summary>
internal sealed class Membership
{
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly TaskCompletionSource _isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Membership(NeuronPool pool, Akka.Cluster.Cluster cluster)
    {
        (Pool, _cluster) = (pool, cluster);
        _cluster.RegisterOnMemberUp(() => _isUp.TrySetResult());
    }

    /// <summary>The pool as this node sees it.</summary>
    public NeuronPool Pool { get; }

    /// <summary>Ends when the cluster has taken the node in.</summary>
    public Task Joined => _isUp.Task;

    /// <summary>Where other nodes reach this one, with the port that was free where 0 was asked for.</summary>
    public SeedAddress Address => new(_cluster.SelfAddress.Host, _cluster.SelfAddress.Port ?? 0);

    /// <summary>Waits until the node is in the cluster and knows the pool: its cores have indices, and what is meant has been read.</summary>
    public async Task JoinedPoolAsync(CancellationToken cancellationToken)
    {
        await Joined.WaitAsync(cancellationToken);
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pool.Changed += Look;
        try
        {
            Look(this, EventArgs.Empty);
            await known.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Pool.Changed -= Look;
        }

        void Look(object? sender, EventArgs e)
        {
            if (Pool.View.KnowsWhatIsMeant && Pool.Table.Cores.Any(core => core.Node == Pool.Node)) known.TrySetResult();
        }
    }

    /// <summary>Starts the pool and begins to join. Without seeds the node begins a cluster of its own.</summary>
    public static Membership Begin(ActorSystem system, ClusterOptions options)
    {
        var pool = NeuronPool.Get(system);
        var cluster = Akka.Cluster.Cluster.Get(system);
        var membership = new Membership(pool, cluster);

        // With seeds, the cluster has begun to join them by itself.
        if (options.Seeds.IsEmpty) cluster.Join(cluster.SelfAddress);
        return membership;
    }
}
