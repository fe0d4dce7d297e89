using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>The cores that a load is to use: the context form of placement.</summary>
/// <param name="StartNc">The first core; −1 chooses the least used.</param>
/// <param name="NcCount">How many cores get a replica; −1 is one.</param>
/// <param name="Multicore">Every visible core, whatever the others say.</param>
internal sealed record PlacementChoice(int StartNc = -1, int NcCount = -1, bool Multicore = false)
{
    /// <summary>Which cores the numbers count.</summary>
    public PlacementScope Scope { get; init; }

    /// <summary>Whether it says anything of the cores, and not only where they are counted.</summary>
    public bool NamesCores { get; init; } = true;

    /// <summary>
    /// Takes <c>start_nc</c>, <c>nc_count</c> and <c>multicore</c>, with <c>scope</c>, <c>node</c> and <c>pool_version</c>; null when none is
    /// there.
    /// </summary>
    /// <exception cref="ServingException">One has the wrong type, or they contradict each other.</exception>
    public static PlacementChoice? From(ParameterReader parameters)
    {
        var (start, count, multicore) = (parameters.Int("start_nc"), parameters.Int("nc_count"), parameters.Flag("multicore") ?? false);
        if (multicore && (start ?? count) is not null)
        {
            throw new ServingException(ServingError.Invalid("'multicore' means every core; it takes neither 'start_nc' nor 'nc_count' beside it."));
        }

        var scope = PlacementScope.From(parameters);
        var namesCores = multicore || (start ?? count) is not null;
        return namesCores || !scope.IsLocal ? new PlacementChoice(start ?? -1, count ?? -1, multicore) { Scope = scope, NamesCores = namesCores } : null;
    }

    /// <summary>Opens the context; the loads before it is disposed use these cores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Numbers that no machine could satisfy.</exception>
    public NeuronCoresContext Open() => Multicore ? new MulticoreContext() : new NeuronCoresContext(StartNc, NcCount);
}
