namespace NeuronActors.Placement;

/// <summary>How changes of placement are run; see <c>neuron.placement</c> in the HOCON.</summary>
internal sealed record PlacementSettings(
    MovePolicy Policy, TimeSpan DrainTimeout, TimeSpan UnloadTimeout, TimeSpan LoadTimeout, TimeSpan HealInterval)
{
    public TimeSpan TimeoutOf(PlacementStep step) => step switch
    {
        PlacementStep.Drain => DrainTimeout,
        PlacementStep.Unload => UnloadTimeout,
        PlacementStep.Load => LoadTimeout,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Only steps that wait for an answer have a time-out."),
    };
}
