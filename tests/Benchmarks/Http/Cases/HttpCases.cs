using NeuronActors.Benchmarks.Cases;
namespace NeuronActors.Benchmarks.Http.Cases;

/// <summary>All cases, in the order of the report.</summary>
internal static class HttpCases
{
    public static readonly IReadOnlyList<IProcessCase> All =
    [
        new FrontEndCase(isGrpc: false),
        new FrontEndCase(isGrpc: true),
        new OverloadCase("overload", "MNIST on 2 virtual cores, REST, at twice the capacity; what is refused takes processors from what is served",
            "mnist", Lab.Fixtures.Images(1)[0], "cores=2", "multicore=true"),
        new OverloadCase("overload-chip", "2 simulated cores that take 2 ms, REST, at twice the capacity; as with chips, the processors are free for refusals",
            "moving", Lab.Fixtures.OneNumber[0], "runtime=simulated", "cores=2", "multicore=true", $"model-repository={Lab.Fixtures.Moving}"),
    ];
}
