namespace NeuronActors.Cluster.Pools;

/// <summary>
/// Which cores of the pool a request for (start_nc, nc_count) means. Pure. The numbers are refused as on one node, in the same order; what
/// −1 stands for knows nodes as well.
/// </summary>
internal static class PoolSelection
{
    /// <summary>What −1 stands for, in both places.</summary>
    public const int Auto = -1;

    /// <summary>The first thing that is wrong with the numbers; null when nothing is.</summary>
    public static PoolRejected? Check(int startNc, int ncCount, int poolCount)
    {
        if (poolCount == 0) return new PoolRejected(PoolRejection.CoreUnavailable, "The pool has no core yet: no node has said what it has.");
        if (ncCount is 0 or < Auto) return Invalid("ncCount", $"nc_count is {ncCount}; it must be −1 (one core) or 1 to {poolCount}, the cores of the pool");
        if (ncCount > poolCount) return Invalid("ncCount", $"nc_count is {ncCount}, and the pool has only {poolCount} NeuronCores");
        if (startNc < Auto) return Invalid("startNc", $"start_nc is {startNc}; it must be −1 (the least used) or 0 to {poolCount - 1}");

        var count = CountOf(ncCount);
        return startNc > poolCount - count && startNc != Auto
            ? Invalid("startNc", $"start_nc {startNc} and nc_count {count} pass the last of the pool's {poolCount} NeuronCores")
            : null;
    }

    /// <summary>
    /// The range that is meant, for numbers that <see cref="Check"/> let pass. With a start of −1: the run of cores, all of them usable,
    /// with the least use in total; among those, the run on the nodes with the least use, so that models spread over nodes before they
    /// fill one; then the lowest start. Null when there is none.
    /// </summary>
    public static PoolRange? Choose(int startNc, int ncCount, ReadOnlySpan<PoolSlot> slots)
    {
        var count = CountOf(ncCount);
        if (startNc != Auto) return new PoolRange(startNc, count);

        var nodeUse = new Dictionary<int, long>();
        foreach (var slot in slots) nodeUse[slot.Node] = nodeUse.GetValueOrDefault(slot.Node) + slot.Use;

        PoolRange? best = null;
        var (bestUse, bestNodeUse) = (long.MaxValue, long.MaxValue);
        var (use, ofNodes, unusable) = (0L, 0L, 0);
        for (var end = 0; end < slots.Length; end++)
        {
            Count(slots[end], +1);
            if (end >= count) Count(slots[end - count], -1);
            if (end < count - 1 || unusable > 0 || (use, ofNodes).CompareTo((bestUse, bestNodeUse)) >= 0) continue;

            best = new PoolRange(end - count + 1, count);
            (bestUse, bestNodeUse) = (use, ofNodes);
        }

        return best;

        void Count(PoolSlot slot, int sign)
        {
            use += sign * slot.Use;
            ofNodes += sign * nodeUse[slot.Node];
            if (!slot.MayBeUsed) unusable += sign;
        }
    }

    private static int CountOf(int ncCount) => ncCount == Auto ? 1 : ncCount;

    private static PoolRejected Invalid(string parameter, string why) =>
        new(PoolRejection.InvalidArgument, $"{why}.") { Parameter = parameter };
}
