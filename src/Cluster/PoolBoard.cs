using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster;

/// <summary>
/// What this node knows, for whoever has to read it without asking an actor. Written by the directory's and the replication's actor, each
/// its own part; read from any thread.
/// </summary>
internal sealed class PoolBoard
{
    private readonly Lock _gate = new();
    private volatile PoolPicture _picture = new(DirectoryView.Empty, PoolLayout.Empty, ImmutableDictionary<ModelName, DesiredModel>.Empty);

    /// <summary>Something has changed, and <see cref="Picture"/> has it already. Raised on the thread that brought it; never twice at once.</summary>
    public event Action<PoolPicture>? Changed;

    public PoolPicture Picture => _picture;

    public void Show(DirectoryView view) => Change(picture => picture with { View = view });

    public void Show(PoolLayout layout) => Change(picture => picture with { Layout = layout });

    public void Show(IReadOnlyDictionary<ModelName, DesiredModel> desired) => Change(picture => picture with { Desired = desired });

    /// <summary>What is meant has been read, and has been shown before this.</summary>
    public void ShowRead() => Change(picture => picture with { KnowsWhatIsMeant = true });

    private void Change(Func<PoolPicture, PoolPicture> change)
    {
        lock (_gate)
        {
            _picture = change(_picture);
            Changed?.Invoke(_picture);
        }
    }
}
