namespace NeuronActors.Cluster.Processes;

/// <summary>The same as <see cref="LongFactAttribute"/>, for several rows.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute() => Skip = LongSpecs.Missing;
}
