using NeuronActors.Cluster.Changes;

namespace NeuronActors.Cluster.Routing;

/// <summary>How long a request waits that nobody can take now. Pure.</summary>
/// <remarks>
/// Why a model that was loaded is never said not to be there: a load is answered when every node has heard who holds the model
/// (<see cref="Membership.Confirmations"/>), a change takes its first step when every node has heard what is meant
/// (<see cref="Desired.ReplicationActor"/>), and the new holder is heard of everywhere before the old one lets go. So at every moment a
/// node knows of a holder, or of a change, or that what is meant is nowhere; in each of these it waits, unless every holder has been asked
/// and has refused for a reason that lasts.
/// </remarks>
internal static class RouteHope
{
    /// <summary>How long, at most, from the begin of its first wait.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picture">What is known.</param>
    /// <param name="tries">What has become of the request.</param>
    /// <param name="isHere">Whether a node is this one.</param>
    /// <param name="isLoadedHere">Whether the model is loaded on this node.</param>
    /// <param name="settings">How long requests wait for a replica.</param>
    /// <param name="untilHeard">How long to wait until every node has been heard of, and what is meant has been read.</param>
    public static TimeSpan LongestWait(
        ModelName model,
        PoolPicture picture,
        RouteTries tries,
        Func<NodeName, bool> isHere,
        bool isLoadedHere,
        RouteSettings settings,
        TimeSpan untilHeard)
    {
        if (MayCome(model, picture, tries, isHere, isLoadedHere)) return settings.WaitForReplica;

        return picture.IsComplete ? TimeSpan.Zero : untilHeard;
    }

    // What was announced has just been contradicted, by another node or here, so news is on its way; or a node that has the model has not
    // said no: it is left out or lost and may come back, it is about to go and somebody takes over, or this node is just hearing of it, or
    // just getting it; or a change is under way; or a node that is meant to have the model has not got it yet.
    private static bool MayCome(ModelName model, PoolPicture picture, RouteTries tries, Func<NodeName, bool> isHere, bool isLoadedHere)
    {
        if (tries.WasContradicted) return true;

        var holders = picture.View.PartsOf(model);
        if (holders.Any(part => isHere(part.Node) ? !isLoadedHere || tries.MayRunHere : !tries.HasRefused(part.Node))) return true;

        return picture.Desired.TryGetValue(model, out var desired)
            && (desired.IsChanging || desired.Parts.Any(part => !holders.Any(held => held.Node == part.Node)));
    }
}
