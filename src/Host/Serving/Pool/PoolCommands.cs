using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>The calls that mean another node or the whole pool. What cannot be done comes as <see cref="ServingException"/>.</summary>
internal sealed class PoolCommands(NeuronPool pool)
{
    /// <summary>Loads a model; one that is there already is put onto the cores instead.</summary>
    /// <param name="alias">The name that it gets.</param>
    /// <param name="path">Its file or folder on this node.</param>
    /// <param name="placement">Where to.</param>
    public async Task LoadAsync(ModelName alias, string path, PlacementChoice placement)
    {
        var load = new LoadModel(path) { Name = alias, StartNc = placement.StartNc, NcCount = placement.NcCount, Multicore = placement.Multicore };
        var answer = await SendAsync(placement.Scope, load, CancellationToken.None);
        if (IsTaken(answer)) answer = await SendAsync(placement.Scope, MoveOf(alias, placement, null, null), CancellationToken.None);
        Check(answer);
    }

    /// <summary>Takes a model from where the scope says.</summary>
    public async Task UnloadAsync(ModelName alias, PlacementScope scope) => Check(await SendAsync(scope, new UnloadModel(alias), CancellationToken.None));

    /// <summary>Moves a model over the pool; returns when the new placement is in force.</summary>
    public async Task<PoolPlacement> MoveAsync(ModelName alias, MoveRequest request, CancellationToken cancellationToken) =>
        Check(await SendAsync(request.Cores.Scope, MoveOf(alias, request.Cores, request.Subgraph, request.Policy), cancellationToken)) is PoolChanged changed
            ? changed.Placement
            : throw Unexpected();

    /// <summary>The answer of one node to a command or a question of its own scope.</summary>
    public async Task<PlacementAnswer> AtNodeAsync(PlacementScope scope, PlacementCommand command, CancellationToken cancellationToken) =>
        Check(await SendAsync(scope, command, cancellationToken)) is NodeAnswered answered ? answered.Answer : throw Unexpected();

    /// <summary>Where a model is in the pool.</summary>
    public async Task<PoolPlacement> GetPlacementAsync(ModelName alias, PlacementScope scope, CancellationToken cancellationToken) =>
        Check(await SendAsync(scope, new GetPlacement(alias), cancellationToken)) as PoolPlacement ?? throw Unexpected();

    /// <summary>Every core of the pool.</summary>
    public async Task<PoolTable> GetCoresAsync(PlacementScope scope, CancellationToken cancellationToken) =>
        Check(await SendAsync(scope, new GetCores(), cancellationToken)) as PoolTable ?? throw Unexpected();

    /// <summary>A move as a command.</summary>
    public static PlacementCommand MoveOf(ModelName alias, PlacementChoice cores, string? subgraph, MovePolicy? policy) => cores.Multicore
        ? new SetMulticore(alias) { Subgraph = subgraph, Policy = policy }
        : new SetNeuronCores(alias, cores.StartNc, cores.NcCount) { Subgraph = subgraph, Policy = policy };

    private Task<PoolAnswer> SendAsync(PlacementScope scope, PlacementCommand command, CancellationToken cancellationToken) =>
        pool.SendAsync(new ScopedCommand(scope.ToPoolScope(), command) { PoolVersion = scope.PoolVersion }, cancellationToken);

    private static bool IsTaken(PoolAnswer answer) => answer
        is PoolRejected { Reason: PoolRejection.NameTaken }
        or NodeAnswered { Answer: PlacementRejected { Reason: PlacementRejection.NameTaken } };

    private static PoolAnswer Check(PoolAnswer answer) => ServingError.Of(answer) is { } error ? throw new ServingException(error) : answer;

    private static InvalidOperationException Unexpected() => new("The pool answered something else than it was asked.");
}
