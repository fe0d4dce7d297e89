namespace NeuronActors.Placement;

/// <summary>How the replicas of one subgraph get from some cores to others, in stages. Pure.</summary>
internal static class MovePlan
{
    /// <summary>
    /// The stages of a move. The swaps of a stage may run side by side; stages run one after the other. Cores in both places are not
    /// touched. Replicas that only come are loaded first, all at once: nothing is lost if that fails. Replicas that change their core do
    /// so one at a time, so that no more than one is missing at any moment. Replicas that only go are unloaded last.
    /// </summary>
    public static ImmutableArray<ImmutableArray<ReplicaSwap>> Between(
        IReadOnlyCollection<VisibleCoreIndex> from, IReadOnlyCollection<VisibleCoreIndex> to)
    {
        var leaving = from.Except(to).Order().ToArray();
        var arriving = to.Except(from).ToArray();
        var moving = Math.Min(leaving.Length, arriving.Length);

        var stages = ImmutableArray.CreateBuilder<ImmutableArray<ReplicaSwap>>();
        if (arriving.Length > moving) stages.Add([.. arriving.Skip(moving).Select(core => new ReplicaSwap(null, core))]);
        for (var i = 0; i < moving; i++) stages.Add([new ReplicaSwap(leaving[i], arriving[i])]);
        if (leaving.Length > moving) stages.Add([.. leaving.Skip(moving).Select(core => new ReplicaSwap(core, null))]);
        return stages.ToImmutable();
    }
}
