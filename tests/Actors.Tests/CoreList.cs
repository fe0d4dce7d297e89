namespace NeuronActors.Tests;

/// <summary>Writes lists of cores shortly.</summary>
internal static class CoreList
{
    public static VisibleCoreIndex[] Of(params ReadOnlySpan<int> indices)
    {
        var cores = new VisibleCoreIndex[indices.Length];
        for (var i = 0; i < cores.Length; i++) cores[i] = new VisibleCoreIndex(indices[i]);
        return cores;
    }
}
