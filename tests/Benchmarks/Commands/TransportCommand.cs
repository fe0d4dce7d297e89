using NeuronActors.Benchmarks.Cases;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>transport</c>: what tensors between nodes cost beside a bare gRPC call of the same bytes.</summary>
internal static class TransportCommand
{
    public static CasesCommand Make() =>
        new("transport", "What tensors between nodes cost beside a bare gRPC call of the same bytes, against its targets.", TransportCases.All);
}
