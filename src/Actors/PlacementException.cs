using System.Diagnostics.CodeAnalysis;

namespace NeuronActors;

/// <summary>A placement command was refused before anything was touched; <see cref="Rejection"/> says why.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its answer.")]
public sealed class PlacementException(PlacementRejected rejection) : Exception(rejection.Message)
{
    /// <summary>The answer of the coordinator.</summary>
    public PlacementRejected Rejection { get; } = rejection;

    /// <summary>Why it was refused.</summary>
    public PlacementRejection Reason => Rejection.Reason;
}
