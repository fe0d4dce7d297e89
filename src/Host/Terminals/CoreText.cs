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

        var parts = new List<string>();
        for (var i = 0; i < cores.Length; i++)
        {
            var start = i;
            while (i + 1 < cores.Length && cores[i + 1] == cores[i] + 1) i++;
            if (i - start >= 2) parts.Add($"{cores[start]}–{cores[i]}");
            else for (var each = start; each <= i; each++) parts.Add($"{cores[each]}");
        }

        return string.Join(", ", parts);
    }

    /// <inheritdoc cref="Of(ImmutableArray{int})"/>
    public static string Of(ImmutableArray<VisibleCoreIndex> cores) => Of([.. cores.Select(core => core.Value)]);
}
