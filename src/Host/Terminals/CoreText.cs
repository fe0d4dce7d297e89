namespace NeuronActors.Node.Terminals;

/// <summary>Cores as people write them.</summary>
internal static class CoreText
{
    /// <summary><c>none</c>, <c>2</c>, <c>2 and 3</c>, <c>0–3</c>; <c>0, 2, 3</c> when they are no run.</summary>
    public static string Of(ImmutableArray<int> cores)
    {
        if (cores.IsEmpty) return "none";
        if (cores.Length == 1) return $"{cores[0]}";
        if (cores.Length == 2) return $"{cores[0]} and {cores[1]}";

        var isRun = cores.Select((core, i) => core == cores[0] + i).All(fits => fits);
        return isRun ? $"{cores[0]}–{cores[^1]}" : string.Join(", ", cores);
    }

    /// <inheritdoc cref="Of(ImmutableArray{int})"/>
    public static string Of(ImmutableArray<VisibleCoreIndex> cores) => Of([.. cores.Select(core => core.Value)]);
}
