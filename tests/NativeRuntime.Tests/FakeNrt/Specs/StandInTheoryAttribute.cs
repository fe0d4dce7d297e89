namespace NeuronActors.FakeNrt;

/// <summary>As <see cref="StandInFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StandInTheoryAttribute : TheoryAttribute
{
    public StandInTheoryAttribute() => Skip = StandIn.Missing;
}
