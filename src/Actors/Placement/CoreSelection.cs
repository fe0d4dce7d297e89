namespace NeuronActors.Placement;

/// <summary>
/// Which cores a request for (start_nc, nc_count) means. Pure. The semantics are those of <c>torch_neuronx</c>, and two refusals more:
/// a start below −1, and a range that passes the last visible core.
/// </summary>
internal static class CoreSelection
{
    /// <summary>What −1 stands for, in both places.</summary>
    public const int Auto = -1;

    /// <summary>
    /// The first thing that is wrong with the numbers, in the original's order; null when nothing is. Asks nothing but the visible
    /// count, so it holds for models without a Neuron subgraph as well.
    /// </summary>
    /// <param name="startNc">The first core, or −1.</param>
    /// <param name="ncCount">How many, or −1.</param>
    /// <param name="visibleCount">The visible count; null where it is not known yet, and only what no machine could satisfy is wrong.</param>
    public static PlacementRejected? Check(int startNc, int ncCount, int? visibleCount)
    {
        var counts = visibleCount is { } all ? $"1 to {all}, the visible cores" : "at least 1";
        if (ncCount is 0 or < Auto) return Invalid("ncCount", $"nc_count is {ncCount}; it must be −1 (one core) or {counts}");

        var most = visibleCount ?? VisibleCores.MaximumCount;
        var who = visibleCount is null ? $"no process has more than {most} NeuronCores" : $"only {most} NeuronCores are visible";
        if (ncCount > most) return Invalid("ncCount", $"nc_count is {ncCount}, and {who}");

        var starts = visibleCount is null ? "at least 0" : $"0 to {most - 1}, of {most} visible NeuronCores";
        if (startNc < Auto) return Invalid("startNc", $"start_nc is {startNc}; it must be −1 (the least used) or {starts}");

        var count = CountOf(ncCount);
        var last = visibleCount is null ? $"the last of {most} NeuronCores, and no process has more" : $"the last of {most} visible NeuronCores";
        return startNc > most - count && startNc != Auto
            ? Invalid("startNc", $"start_nc {startNc} and nc_count {count} pass {last}")
            : null;
    }

    /// <summary>
    /// The range that is meant, for numbers that <see cref="Check"/> let pass. With a start of −1: the run of cores with the least use in
    /// total, all of them in service, ties to the lowest start. Null when there is none.
    /// </summary>
    /// <param name="startNc">The first core, or −1.</param>
    /// <param name="ncCount">How many, or −1.</param>
    /// <param name="use">The replicas on each visible core.</param>
    /// <param name="inService">Whether each visible core may be used.</param>
    public static NcRange? Choose(int startNc, int ncCount, ReadOnlySpan<int> use, ReadOnlySpan<bool> inService)
    {
        var count = CountOf(ncCount);
        if (startNc != Auto) return new NcRange(startNc, count);

        NcRange? best = null;
        var (bestUse, sum, outOfService) = (int.MaxValue, 0, 0);
        for (var end = 0; end < use.Length; end++)
        {
            sum += use[end];
            if (!inService[end]) outOfService++;
            if (end >= count)
            {
                sum -= use[end - count];
                if (!inService[end - count]) outOfService--;
            }

            if (end >= count - 1 && outOfService == 0 && sum < bestUse) (best, bestUse) = (new NcRange(end - count + 1, count), sum);
        }

        return best;
    }

    /// <summary>
    /// Where a subgraph of a range runs while some of its cores are out of service: for each of those, a core in service outside the range
    /// that holds it already, else the least used one that does not, as far as there are any.
    /// </summary>
    /// <param name="range">What was asked for.</param>
    /// <param name="use">The replicas on each visible core, this subgraph's left out.</param>
    /// <param name="inService">Whether each visible core may be used.</param>
    /// <param name="held">The cores that hold a replica now: a substitute that serves is not exchanged for another.</param>
    public static ImmutableArray<VisibleCoreIndex> Substitute(
        NcRange range, ReadOnlySpan<int> use, ReadOnlySpan<bool> inService, params ReadOnlySpan<VisibleCoreIndex> held)
    {
        var taken = new HashSet<int>();
        var serving = new Queue<int>();
        foreach (var core in range.Cores)
        {
            if (inService[core.Value]) taken.Add(core.Value);
        }

        foreach (var core in held)
        {
            if (inService[core.Value] && !taken.Contains(core.Value)) serving.Enqueue(core.Value);
        }

        taken.UnionWith(serving);
        var cores = ImmutableArray.CreateBuilder<VisibleCoreIndex>(range.NcCount);
        foreach (var core in range.Cores)
        {
            if (inService[core.Value]) cores.Add(core);
            else if (serving.TryDequeue(out var substitute)) cores.Add(new VisibleCoreIndex(substitute));
            else if (LeastUsed(use, inService, taken) is { } other && taken.Add(other)) cores.Add(new VisibleCoreIndex(other));
        }

        return cores.DrainToImmutable();
    }

    private static int? LeastUsed(ReadOnlySpan<int> use, ReadOnlySpan<bool> inService, HashSet<int> taken)
    {
        int? best = null;
        for (var i = 0; i < use.Length; i++)
        {
            if (inService[i] && !taken.Contains(i) && (best is null || use[i] < use[best.Value])) best = i;
        }

        return best;
    }

    private static int CountOf(int ncCount) => ncCount == Auto ? 1 : ncCount;

    private static PlacementRejected Invalid(string parameter, string why) =>
        new(PlacementRejection.InvalidArgument, $"{why}.") { Parameter = parameter };
}
