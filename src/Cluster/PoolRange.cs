namespace NeuronActors.Cluster;

/// <summary>A contiguous run of the pool's cores, as placement is written: (start_nc, nc_count), counted over the pool.</summary>
/// <param name="Start">The first core's pool index.</param>
/// <param name="Count">How many cores.</param>
public readonly record struct PoolRange(int Start, int Count)
{
    /// <summary>As placement is written: <c>(2, 2)</c>.</summary>
    public override string ToString() => $"({Start}, {Count})";
}
