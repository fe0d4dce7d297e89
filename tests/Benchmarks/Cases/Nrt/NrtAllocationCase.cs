using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases.Nrt;

/// <summary>How much garbage a request makes besides its answer.</summary>
internal sealed class NrtAllocationCase : IOverheadCase
{
    public string Name => "allocation";

    public string Summary => "bytes on the managed heap per request − those of its answer alone";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var fixture = new NrtFixture();
        using var runtime = NrtFixture.Start();
        var replica = runtime.Load(fixture.File0, runtime.Cores[0].Index);
        var output = replica.Signature.Outputs[0];
        var calls = conditions.Effort.Calls;
        var kept = new NamedTensor[1][];

        var rounds = Interleaved.Measure(
            conditions.Effort,
            () => Allocated(calls, () => replica.Execute(NrtFixture.Question.AsSpan())),
            () => Allocated(calls, () => kept[0] = [new NamedTensor(output.Name, new Tensor(output.ElementType, output.Shape, new byte[NrtFixture.OutputBytes]))]));
        return [Finding.Difference("allocated per request", rounds[0], rounds[1], "B", Target.AtMost(0))];
    }

    private static double Allocated(int calls, Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++) call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
    }
}
