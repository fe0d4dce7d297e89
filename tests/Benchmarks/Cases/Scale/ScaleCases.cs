namespace NeuronActors.Benchmarks.Cases.Scale;

/// <summary>The cases of <c>pool-scale</c>, in the order of the report.</summary>
internal static class ScaleCases
{
    public static readonly IReadOnlyList<IOverheadCase> All = [new ScaleDirectoryCase(), new ScaleDecisionCase()];
}
