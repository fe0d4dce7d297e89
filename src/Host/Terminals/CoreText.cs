namespace NeuronActors.Node.Terminals;

/// <summary>Cores as people write them.</summary>
internal static class CoreText
{
    /// <summary><c>none</c>, <c>2</c>, <c>2 and 3</c>, <c>0–3</c>; <c>0, 2, 6–9</c> when they are no run.</summary>
    public static string Of(ImmutableArray<int> cores)
    {
        if (cores.IsEmpty) return "none";
        if (cores.Length == 1) return $"{cores[0]}";
        if (cores.Length == 2) return $"{cores[0]} and {cores[1]}";

        return string.Join(", ", PartsOf(cores));
    }

    /// <summary><c>n1/0–3, n2/0, n2/1</c>: those of a pool, each after its node.</summary>
    public static string OfPool(IEnumerable<(string Node, int Index)> cores) => string.Join(
        ", ", cores.GroupBy(core => core.Node, core => core.Index).SelectMany(node => PartsOf([.. node]).Select(part => $"{node.Key}/{part}")));

    /// <inheritdoc cref="Of(ImmutableArray{int})"/>
    public static string Of(ImmutableArray<VisibleCoreIndex> cores) => Of([.. cores.Select(core => core.Value)]);

    private static IEnumerable<string> PartsOf(ImmutableArray<int> cores)
    {
        for (var i = 0; i < cores.Length; i++)
        {
            var start = i;
            while (i + 1 < cores.Length && cores[i + 1] == cores[i] + 1) i++;
            if (i - start >= 2) yield return $"{cores[start]}–{cores[i]}";
            else for (var each = start; each <= i; each++) yield return $"{cores[each]}";
        }
    }
}
