using BenchmarkDotNet.Attributes;
using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Micro;

/// <summary>The check of a request's inputs, which is part of every admission.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "BenchmarkDotNet calls instances.")]
[MemoryDiagnoser]
public class InputCheckBenchmarks
{
    private static readonly ImmutableArray<NamedTensor> Images = Fixtures.Images(8);
    private static readonly ImmutableArray<NamedTensor> Reversed =
        [("mask", Tensor.From(new long[16], 1, 16)), ("tokens", Tensor.From(new long[16], 1, 16))];

    private static readonly SubgraphSignature OneInput = new([Spec("image", ElementType.Float32, -1, 1, 28, 28)], []);
    private static readonly SubgraphSignature TwoInputs =
        new([Spec("tokens", ElementType.Int64, -1, -1), Spec("mask", ElementType.Int64, -1, -1)], []);

    [Benchmark(Baseline = true)]
    public bool InOrder() => InputCheck.TryBind(OneInput, Images, out _, out _);

    [Benchmark]
    public bool OutOfOrder() => InputCheck.TryBind(TwoInputs, Reversed, out _, out _);

    private static TensorSpec Spec(string name, ElementType type, params long[] shape) => new(name, type, new TensorShape(shape));
}
