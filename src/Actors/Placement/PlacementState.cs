using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Placement;

/// <summary>The placement table, and what may be planned on it. Plain; the coordinator is its only writer.</summary>
internal sealed class PlacementState(int visibleCount)
{
    private readonly SortedDictionary<string, PlacedModel> _models = new(StringComparer.Ordinal);
    private readonly bool[] _inService = [.. Enumerable.Repeat(true, visibleCount)];

    public int VisibleCount => visibleCount;

    public IEnumerable<PlacedModel> Models => _models.Values;

    public void Add(PlacedModel model) => _models.Add(model.Name.Value, model);

    public void Remove(ModelName name) => _models.Remove(name.Value);

    public bool TryFind(ModelName name, [NotNullWhen(true)] out PlacedModel? model) => _models.TryGetValue(name.Value, out model);

    public bool IsInService(VisibleCoreIndex core) => _inService[core.Value];

    public void SetInService(VisibleCoreIndex core, bool inService) => _inService[core.Value] = inService;

    /// <summary>
    /// The moves that a request for (start_nc, nc_count) means for some subgraphs of a model, each placed by the same rule, one after the
    /// other; or why it cannot be.
    /// </summary>
    /// <param name="subgraphs">The subgraphs to place. Their own replicas do not count as use: they are about to go.</param>
    /// <param name="startNc">The first core, or −1.</param>
    /// <param name="ncCount">How many, or −1.</param>
    public (ImmutableArray<SubgraphMove> Moves, ImmutableArray<NcRange> Ranges, PlacementRejected? Refusal) Plan(
        ImmutableArray<PlacedSubgraph> subgraphs, int startNc, int ncCount)
    {
        var use = Use(except: subgraphs);
        var moves = ImmutableArray.CreateBuilder<SubgraphMove>(subgraphs.Length);
        var ranges = ImmutableArray.CreateBuilder<NcRange>(subgraphs.Length);
        foreach (var subgraph in subgraphs)
        {
            if (CoreSelection.Choose(startNc, ncCount, use, _inService) is not { } range) return ([], [], NoRun(ncCount));
            if (range.Cores.FirstOrDefault(core => !IsInService(core), new VisibleCoreIndex(-1)) is { Value: >= 0 } broken)
            {
                return ([], [], new PlacementRejected(PlacementRejection.CoreUnavailable, $"NeuronCore {broken} of {range} is out of service."));
            }

            foreach (var core in range.Cores) use[core.Value]++;
            ranges.Add(range);
            moves.Add(new SubgraphMove(subgraph.Name, subgraph.Cores, range.Cores));
        }

        return (moves.ToImmutable(), ranges.ToImmutable(), null);
    }

    /// <summary>The moves that bring a model as close to the ranges that were asked for as the cores in service allow.</summary>
    public ImmutableArray<SubgraphMove> PlanHealing(PlacedModel model)
    {
        var use = Use(except: model.Subgraphs);
        var moves = ImmutableArray.CreateBuilder<SubgraphMove>(model.Subgraphs.Length);
        foreach (var subgraph in model.Subgraphs)
        {
            var to = CoreSelection.Substitute(subgraph.Range, use, _inService, subgraph.Cores.AsSpan());
            foreach (var core in to) use[core.Value]++;
            moves.Add(new SubgraphMove(subgraph.Name, subgraph.Cores, to));
        }

        return moves.ToImmutable();
    }

    /// <summary>Whether a model is not where it was asked to be, although it could be nearer.</summary>
    public bool NeedsHealing(PlacedModel model) =>
        model.IsLoaded && PlanHealing(model).Any(move => move.TouchedCores.Any());

    private int[] Use(ImmutableArray<PlacedSubgraph> except)
    {
        var use = new int[visibleCount];
        foreach (var model in _models.Values)
        {
            foreach (var subgraph in model.Subgraphs)
            {
                if (except.Contains(subgraph)) continue;
                foreach (var core in subgraph.Planned) use[core.Value]++;
            }
        }

        return use;
    }

    private PlacementRejected NoRun(int ncCount) =>
        new(
            PlacementRejection.CoreUnavailable,
            ncCount is CoreSelection.Auto or 1
                ? $"None of the {visibleCount} visible NeuronCores is in service."
                : $"There are no {ncCount} NeuronCores in a row that are all in service.");
}
