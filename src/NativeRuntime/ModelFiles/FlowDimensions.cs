using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>
/// Names for the dimensions of a whole model. A dimension name means something within one subgraph only: the <c>n</c> of two subgraphs
/// is the same size where a tensor flows from one to the other, and may be another size where none does. So names are joined along
/// the tensors, and a name that is left standing for two sizes is told apart by its subgraph: <c>n</c> and <c>decoder.n</c>.
/// </summary>
internal sealed class FlowDimensions(ImmutableArray<SubgraphFile> stages)
{
    private readonly Dictionary<Dimension, Dimension> _parents = [];
    private readonly Dictionary<string, Dimension> _ownersOfNames = new(StringComparer.Ordinal);

    /// <summary>Says that a tensor is seen by one stage under one description and by another stage under another.</summary>
    public void Join(int stage, TensorSpec spec, int otherStage, TensorSpec other)
    {
        var count = Math.Min(spec.DimensionNames.Length, other.DimensionNames.Length);
        for (var d = 0; d < count; d++)
        {
            if (spec.DimensionNames[d] is { } name && other.DimensionNames[d] is { } otherName)
            {
                Unite(new Dimension(stage, name), new Dimension(otherStage, otherName));
            }
        }
    }

    /// <summary>The description of a stage's tensor, in names of the whole model. Only to be called when everything is joined.</summary>
    public TensorSpec Describe(int stage, TensorSpec spec, string flowName) => spec with
    {
        Name = flowName,
        DimensionNames = [.. spec.DimensionNames.Select(name => name is null ? null : NameOf(new Dimension(stage, name)))],
    };

    private string NameOf(Dimension dimension)
    {
        var root = Find(dimension);
        _ownersOfNames.TryAdd(root.Name, root);
        return _ownersOfNames[root.Name] == root ? root.Name : $"{stages[root.Stage].Name}.{root.Name}";
    }

    // The earliest stage leads, so that the name which people see is the one nearest to the model's inputs.
    private void Unite(Dimension one, Dimension two)
    {
        var (first, second) = (Find(one), Find(two));
        if (first == second) return;
        if (second.Stage < first.Stage) (first, second) = (second, first);
        _parents[second] = first;
    }

    private Dimension Find(Dimension dimension)
    {
        while (_parents.TryGetValue(dimension, out var parent)) dimension = parent;
        return dimension;
    }

    private readonly record struct Dimension(int Stage, string Name);
}
