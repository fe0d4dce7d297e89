namespace NeuronActors;

/// <summary>A contiguous run of visible cores, as placement is written: (start_nc, nc_count).</summary>
/// <param name="StartNc">The first core's visible index.</param>
/// <param name="NcCount">How many cores.</param>
public readonly record struct NcRange(int StartNc, int NcCount)
{
    /// <summary>The cores in order.</summary>
    public ImmutableArray<VisibleCoreIndex> Cores => [.. Enumerable.Range(StartNc, NcCount).Select(i => new VisibleCoreIndex(i))];

    /// <summary>As placement is written: <c>(2, 2)</c>.</summary>
    public override string ToString() => $"({StartNc}, {NcCount})";
}
