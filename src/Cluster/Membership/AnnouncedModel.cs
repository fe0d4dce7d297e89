namespace NeuronActors.Cluster.Membership;

/// <summary>One model in an announcement.</summary>
/// <param name="Name">The model.</param>
/// <param name="Epoch">The last change of it.</param>
/// <param name="Range">Its placement as it was asked for; a model of several subgraphs may have others besides, this is the first's.</param>
/// <param name="Load">What there was to do for it.</param>
internal sealed record AnnouncedModel(ModelName Name, Epoch Epoch, NcRange Range, NodeLoad Load)
{
    /// <summary>Where it was loaded from on that node.</summary>
    public ModelSource Source { get; init; } = new("", null);
}
