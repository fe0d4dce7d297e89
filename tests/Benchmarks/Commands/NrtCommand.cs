using NeuronActors.Benchmarks.Cases.Nrt;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>nrt</c>: what the runtime on libnrt adds to the library, on a stand-in for it.</summary>
internal static class NrtCommand
{
    public static CasesCommand Make() => new("nrt", "What the Nrt runtime adds to libnrt, on a stand-in for it, against its targets.", NrtCases.All);
}
