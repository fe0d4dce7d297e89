namespace NeuronActors.Placement;

/// <summary>Why a step of a change failed.</summary>
internal sealed record StepFailure(
    PlacementStep Step, RuntimeErrorKind Kind, string Message, VisibleCoreIndex? Core = null, NeuronStatus? Status = null);
