namespace NeuronActors.FakeNrt;

/// <summary>A spec on the stand-in for libnrt. On a machine without a C compiler it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = StandIn.Missing;
}
