using NeuronActors.Placement;

namespace NeuronActors.Cluster;

/// <summary>The four calls over the pool, or on one of its nodes, with the exceptions of <see cref="NeuronCores"/>.</summary>
public sealed partial class NeuronPool
{
    /// <summary>
    /// Loads a model onto cores of the scope. Nodes that lack the files have them from this one, if they are here; otherwise every node is
    /// expected to have them at the path.
    /// </summary>
    /// <param name="path">An <c>.onnx</c> file, or a folder with a <c>model.json</c>.</param>
    /// <param name="scope">Which cores the numbers count.</param>
    /// <param name="name">The name it gets; null takes the file's or folder's own.</param>
    /// <param name="startNc">The first core; −1 chooses the least used; null takes it from the innermost <see cref="NeuronCoresContext"/>.</param>
    /// <param name="ncCount">How many cores get a replica; −1 is one; null takes it from the context.</param>
    /// <param name="poolVersion">The version of the pool in which the indices were read; null takes the present one.</param>
    /// <param name="cancellationToken">Ends the wait. The load goes on.</param>
    /// <returns>Where it is. Every node that can be reached knows it by then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such cores; names the parameter and how many there are. Nothing was touched.</exception>
    /// <exception cref="PoolException">Refused by the pool: the name is taken, a core is out of service, the pool has another version.</exception>
    /// <exception cref="PlacementException">Refused by the one node that is the scope.</exception>
    /// <exception cref="NeuronRuntimeException">A node could not load it. The message says where the model is now.</exception>
    public Task<PoolPlacement> LoadAsync(
        string path,
        PoolScope scope,
        ModelName? name = null,
        int? startNc = null,
        int? ncCount = null,
        long? poolVersion = null,
        CancellationToken cancellationToken = default)
    {
        var context = startNc is null && ncCount is null ? NeuronCoresContext.Current : null;
        var load = new LoadModel(Path.GetFullPath(path))
        {
            Name = name,
            StartNc = startNc ?? context?.StartNc ?? CoreSelection.Auto,
            NcCount = ncCount ?? context?.NcCount ?? CoreSelection.Auto,
            Multicore = context?.Multicore ?? false,
        };
        return ChangeAsync(load, scope, poolVersion, cancellationToken);
    }

    /// <summary>Moves a model while it serves: <c>torch_neuronx.set_neuron_cores</c>. Returns when the new placement is in force.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scope">Which cores the numbers count.</param>
    /// <param name="startNc">The first core; −1 chooses the least used.</param>
    /// <param name="ncCount">How many cores get a replica; −1 is one.</param>
    /// <param name="subgraph">The one subgraph to move; null moves all. Only with the scope of a node.</param>
    /// <param name="policy">The order of a move's halves; null loads on other nodes first, and leaves it to each node within itself.</param>
    /// <param name="poolVersion">The version of the pool in which the indices were read; null takes the present one.</param>
    /// <param name="cancellationToken">Ends the wait. The move goes on.</param>
    /// <returns>Where it is. Every node that can be reached knows it by then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such cores; names the parameter and how many there are. Nothing was touched.</exception>
    /// <exception cref="PoolException">Refused by the pool: no such model, a core is out of service, the pool has another version.</exception>
    /// <exception cref="PlacementException">Refused by the one node that is the scope.</exception>
    /// <exception cref="NeuronRuntimeException">A step failed. The message says whether the model is back where it was.</exception>
    public Task<PoolPlacement> SetNeuronCoresAsync(
        ModelName model,
        PoolScope scope,
        int startNc = -1,
        int ncCount = -1,
        string? subgraph = null,
        MovePolicy? policy = null,
        long? poolVersion = null,
        CancellationToken cancellationToken = default) =>
        ChangeAsync(new SetNeuronCores(model, startNc, ncCount) { Subgraph = subgraph, Policy = policy }, scope, poolVersion, cancellationToken);

    /// <summary>Puts a replica on every core of the scope: <c>torch_neuronx.set_multicore</c>.</summary>
    /// <inheritdoc cref="SetNeuronCoresAsync"/>
    public Task<PoolPlacement> SetMulticoreAsync(
        ModelName model,
        PoolScope scope,
        string? subgraph = null,
        MovePolicy? policy = null,
        long? poolVersion = null,
        CancellationToken cancellationToken = default) =>
        ChangeAsync(new SetMulticore(model) { Subgraph = subgraph, Policy = policy }, scope, poolVersion, cancellationToken);

    /// <summary>Takes a model out of service: requests in flight finish, then its memory is released.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scope">All nodes that have it, or one.</param>
    /// <param name="cancellationToken">Ends the wait. The unload goes on.</param>
    /// <exception cref="PoolException">No such model anywhere.</exception>
    /// <exception cref="PlacementException">No such model on the one node that is the scope.</exception>
    /// <exception cref="NeuronRuntimeException">Requests did not finish in time; the model is still there.</exception>
    public async Task UnloadAsync(ModelName model, PoolScope scope, CancellationToken cancellationToken = default)
    {
        var command = new UnloadModel(model);
        var answer = await AskAsync(command, scope, null, cancellationToken).ConfigureAwait(false);
        if (answer is not (PoolUnloaded or NodeAnswered { Answer: ModelUnloaded })) throw Unexpected(command, answer);
    }

    /// <summary>Where a model is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scope">Over the pool, or on one node.</param>
    /// <param name="poolVersion">The version of the pool that is meant; null takes the present one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PoolException">No such model, or the pool has another version.</exception>
    /// <exception cref="PlacementException">No such model on the one node that is the scope.</exception>
    public Task<PoolPlacement> GetPlacementAsync(
        ModelName model, PoolScope scope, long? poolVersion = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(new GetPlacement(model), scope, poolVersion, cancellationToken);

    /// <summary>Where every model of the pool is.</summary>
    /// <param name="poolVersion">The version of the pool that is meant; null takes the present one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PoolException">The pool has another version.</exception>
    public async Task<PoolPlacementTable> GetPlacementTableAsync(long? poolVersion = null, CancellationToken cancellationToken = default)
    {
        var command = new GetPlacementTable();
        var answer = await AskAsync(command, PoolScope.Pool, poolVersion, cancellationToken).ConfigureAwait(false);
        return answer as PoolPlacementTable ?? throw Unexpected(command, answer);
    }

    private async Task<PoolPlacement> ChangeAsync(PlacementCommand command, PoolScope scope, long? poolVersion, CancellationToken cancellationToken) =>
        await AskAsync(command, scope, poolVersion, cancellationToken).ConfigureAwait(false) switch
        {
            PoolPlacement placement => placement,
            PoolChanged changed => changed.Placement,
            NodeAnswered { Answer: PlacementChanged changed } answered => OnNode(answered.Node, changed.Placement),
            NodeAnswered { Answer: ModelPlacement placement } answered => OnNode(answered.Node, placement),
            var answer => throw Unexpected(command, answer),
        };

    private PoolPlacement OnNode(NodeName node, ModelPlacement placement)
    {
        ImmutableArray<NodeRange> parts = placement.Subgraphs.IsEmpty ? [] : [new NodeRange(node, placement.Subgraphs[0].Range)];
        return _parts.Board.Picture.PlacementOf(placement.Model, parts) with { OnNode = placement };
    }

    private async Task<PoolAnswer> AskAsync(PlacementCommand command, PoolScope scope, long? poolVersion, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new ScopedCommand(scope, command) { PoolVersion = poolVersion }, cancellationToken).ConfigureAwait(false);
        return PoolErrors.Of(answer) is { } failure ? throw failure : answer;
    }

    private static InvalidOperationException Unexpected(PlacementCommand command, PoolAnswer answer) =>
        new($"{command} was answered with {(answer is NodeAnswered node ? node.Answer.GetType() : answer.GetType()).Name}.");
}
