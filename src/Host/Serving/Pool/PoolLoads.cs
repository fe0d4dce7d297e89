using System.Diagnostics;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>
/// Loads where the call says, under a name that is the same for the same files on every node: so what several nodes load, each by itself,
/// is one model with more replicas.
/// </summary>
internal sealed class PoolLoads(NeuronCores cores, NeuronPool pool, PoolCommands commands, AwaitedModels awaited) : ModelLoads
{
    // As long as a node may be away without being taken for lost.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // What the pool brings may take minutes: then it is awaited without anybody waiting for it, so that the rest of a repository is loaded.
    private static readonly TimeSpan LongestWaitForPool = TimeSpan.FromSeconds(2);

    // For what makes no news: a node that does not answer, and a name that is taken while its model is on its way in or out.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly int MostLooks = (int)(LongestWait / LookAgainAfter);

    public override async Task<ModelTarget> LoadAsync(string name, long version, string path, PlacementChoice? placement)
    {
        awaited.Remove(name);
        var alias = PoolAlias.Of(name, version, await ModelHash.OfAsync(path));
        var scope = placement?.Scope ?? default;
        if (scope.IsLocal || scope.Node == pool.Node)
        {
            await GoneAsync(alias);
            return (placement is null ? await BroughtAsync(name, version, alias) : null) ?? await LoadHereAsync(alias, path, placement);
        }

        await commands.LoadAsync(alias, path, placement!);
        return await TargetAsync(alias);
    }

    public override bool IsAwaited(string name) => awaited.Contains(name);

    public override bool IsOthers(string name) => awaited.IsOthers(name);

    public override async Task UnloadAsync(ModelTarget target, PlacementScope scope)
    {
        if (!scope.IsLocal)
        {
            await commands.UnloadAsync(target.Name, scope);

            // Whoever loads it again after this answer means a new one.
            if (scope.IsPool) await GoneAsync(target.Name);
            return;
        }

        try
        {
            await cores.UnloadAsync(target.Name);
        }
        catch (PlacementException gone) when (gone.Reason == PlacementRejection.ModelNotFound)
        {
            // The pool has taken it from this node before.
        }
    }

    // Where somebody has said for the whole pool where it is to be, the pool brings it back there by itself; null when nobody has.
    private async Task<ModelTarget?> BroughtAsync(string name, long version, ModelName alias)
    {
        var since = Stopwatch.GetTimestamp();
        while (pool.View is var view && view.Find(alias) is { IsMeant: true } model)
        {
            if (await pool.DescribeAsync(alias) is { } description) return new PoolTarget(pool, alias, description.Signature);

            var isComing = view.IsHeld(model) || model.MeantFor.Contains(pool.Node);
            if (!isComing || Stopwatch.GetElapsedTime(since) > LongestWaitForPool)
            {
                awaited.Add(name, version, alias);
                throw new ServingException(ServingError.Unavailable(
                    $"Model '{name}' is meant to be on {string.Join(", ", model.MeantFor)}, and no node that can be reached has it yet."));
            }

            await Task.Delay(LookAgainAfter);
        }

        return null;
    }

    private async Task<ModelTarget> LoadHereAsync(ModelName alias, string path, PlacementChoice? placement)
    {
        while (true)
        {
            try
            {
                using var context = placement?.Open();
                return Of(await cores.LoadAsync(path, alias));
            }
            catch (PlacementException taken) when (taken.Reason == PlacementRejection.NameTaken)
            {
                // The same files, loaded before or by the pool: all that is left to do is to put them where they are wanted.
                if (cores.Find(alias) is { } there)
                {
                    if (placement is { Multicore: true }) await cores.SetMulticoreAsync(alias);
                    else if (placement is not null) await cores.SetNeuronCoresAsync(alias, placement.StartNc, placement.NcCount);
                    return Of(there);
                }
            }

            await Task.Delay(LookAgainAfter);
        }
    }

    // As long as the pool takes a model of this name out, it would take this one as well. A node that is away does not hold it up for ever.
    private async Task GoneAsync(ModelName alias)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pool.Changed += Look;
        try
        {
            Look(null, EventArgs.Empty);
            await gone.Task.WaitAsync(LongestWait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            pool.Changed -= Look;
        }

        void Look(object? sender, EventArgs e)
        {
            if (pool.View.Find(alias) is not { IsOnItsWayOut: true }) gone.TrySetResult();
        }
    }

    private PoolTarget Of(NeuronModel model) => new(pool, model.Name, model.Signature);

    private async Task<ModelTarget> TargetAsync(ModelName alias)
    {
        // A change is told to its caller before every node has heard of it, this one included.
        for (var looks = 0; looks < MostLooks; looks++)
        {
            if (await pool.DescribeAsync(alias) is { } description) return new PoolTarget(pool, alias, description.Signature);
            await Task.Delay(LookAgainAfter);
        }

        throw new ServingException(ServingError.Unavailable($"Model '{alias}' is meant to be in the pool, and no node that can be reached has it."));
    }
}
