using NeuronActors.Cluster.Changes;

namespace NeuronActors.Cluster.Desired;

/// <summary>What is to be done about one model.</summary>
/// <param name="Meant">What is meant from now on; to be written, if it differs, before the first step is taken.</param>
/// <param name="Steps">What nodes have to do, in any order.</param>
internal sealed record ReconciliationPlan(DesiredModel Meant, ImmutableArray<NodeStep> Steps)
{
    /// <summary>Whether the model is meant to be nowhere and may be nowhere any more: nothing needs to be remembered of it.</summary>
    public bool IsForgotten => Meant.Parts.IsEmpty && Meant.Leftovers.IsEmpty && Steps.IsEmpty;
}
