namespace NeuronActors.Node.Client.Views;

/// <summary>The models of a node.</summary>
internal sealed record ModelList(ImmutableArray<ModelSummary> Models);
