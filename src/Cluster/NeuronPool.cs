using Akka.Actor;
using Akka.Configuration;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster;

/// <summary>
/// The cores of a whole cluster as seen from one of its nodes, for code that is no actor. One for each actor system, by <see cref="Get"/>.
/// Thread-safe.
/// </summary>
public sealed partial class NeuronPool : IExtension
{
    private static readonly TimeSpan DescribeTimeout = TimeSpan.FromSeconds(2);

    private readonly PoolParts _parts;
    private readonly PoolRouter _router;
    private readonly HandOver _handOver;

    internal NeuronPool(PoolParts parts, PoolRouter router, IActorRef entry, HandOver handOver)
    {
        _parts = parts;
        _router = router;
        _handOver = handOver;
        Entry = entry;
        parts.Board.Changed += _ => Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Something of the pool has changed, and <see cref="View"/> has it already. Raised on a thread that must not be held up.</summary>
    public event EventHandler? Changed;

    /// <summary>
    /// What has to be in the HOCON of an actor system when it starts, as its fallback. <c>WithNeuronCluster</c> sees to it.
    /// </summary>
    public static Config DefaultConfig { get; } = ClusterSettings.Defaults();

    /// <summary>
    /// The same for a system that sets <c>neuron.cluster.role</c> or <c>akka.cluster.roles</c>: what is meant is replicated among the members
    /// that make up the pool, by <c>akka.cluster.distributed-data.role</c>.
    /// </summary>
    /// <param name="own">What the system sets itself.</param>
    public static Config DefaultConfigFor(Config own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return ClusterSettings.Defaults(own);
    }

    /// <summary>The pool's entry actor on this node: takes <see cref="Infer"/>, <see cref="CancelInfer"/> and <see cref="ScopedCommand"/>.</summary>
    public IActorRef Entry { get; }

    /// <summary>The name of this node.</summary>
    public NodeName Node => _parts.Node;

    /// <summary>Where other nodes reach this one with tensors and for model files: host and port.</summary>
    public string TransportAddress => $"{_parts.Endpoint.Host}:{_parts.Endpoint.Port}";

    /// <summary>Every core of the pool, as this node knows them now.</summary>
    public PoolTable Table
    {
        get
        {
            var picture = _parts.Board.Picture;
            return picture.View.Table(picture.Layout);
        }
    }

    /// <summary>The nodes and the models of the pool, as this node knows them now.</summary>
    public PoolView View => _parts.Board.Picture.ToView();

    /// <summary>What has gone between this node and the others since its start.</summary>
    public PoolTraffic Traffic => _router.Traffic;

    // The pool answers in any case, after its own time-outs; this is for a defect. There, back and once more.
    private TimeSpan LongestChange => _parts.Settings.Changes.WaitForCoordinator + (4 * _parts.Settings.Changes.StepTimeout);

    internal PoolBoard Board => _parts.Board;

    internal PoolRouter Router => _router;

    /// <summary>The pool as this node knows it; started by the first call, from the system's HOCON.</summary>
    /// <exception cref="ConfigurationException">A setting cannot be used, or the defaults were not there when the system started.</exception>
    public static NeuronPool Get(ActorSystem system) => system.WithExtension<NeuronPool, NeuronPoolProvider>();

    /// <summary>Runs one inference, on this node or on another.</summary>
    /// <param name="request">The request. Its memory is to be left alone until the answer.</param>
    /// <param name="cancellationToken">Takes the request back.</param>
    /// <returns>The answer, refusals and failures included; <see cref="InferCompleted.Node"/> says where it ran.</returns>
    public ValueTask<InferAnswer> InferAsync(Infer request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _router.InferAsync(request, cancellationToken);
    }

    /// <summary>Runs a request that another node has sent, on this node's own replicas only.</summary>
    internal ValueTask<RemoteAnswer> ServeAsync(Infer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _router.ServeAsync(request, cancellationToken);
    }

    /// <summary>What a model takes and gives, from this node or else from one that holds it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when no node that answers holds it.</returns>
    public async Task<ModelDescription?> DescribeAsync(ModelName model, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Entry.Ask<PoolAnswer>(new GetModel(model), DescribeTimeout, cancellationToken).ConfigureAwait(false) as ModelDescription;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    /// <summary>
    /// Says that this node is about to go, and waits until others hold what it holds, or nobody can; at most as long as the phase
    /// <c>neuron-hand-over</c> of CoordinatedShutdown may take, which does the same first of all. A program with clients of its own calls
    /// it before it turns them away: the node serves all the while. There is no way back but its end.
    /// </summary>
    public Task HandOverAsync() => _handOver.RunAsync();

    /// <summary>Sends a command or a question, and waits for its answer.</summary>
    /// <param name="command">The command, with what its numbers count.</param>
    /// <param name="cancellationToken">Ends the wait. A change goes on.</param>
    /// <returns>The answer, refusals and failures included.</returns>
    public Task<PoolAnswer> SendAsync(ScopedCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Entry.Ask<PoolAnswer>(command, LongestChange, cancellationToken);
    }
}
