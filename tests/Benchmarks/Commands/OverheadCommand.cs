using NeuronActors.Benchmarks.Cases;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>overhead</c>: what the product adds to a runtime.</summary>
internal static class OverheadCommand
{
    public static CasesCommand Make() => new("overhead", "What the product adds, against its targets.", OverheadCases.All);
}
