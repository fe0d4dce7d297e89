using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>What must be so after every spec: nothing alive in the library, no rule of it broken, no handle left to the collector.</summary>
internal sealed class NrtLeftovers
{
    private readonly int _alive = NrtHandle.Alive;
    private readonly int _finalised = NrtHandle.Finalised;

    public NrtLeftovers()
    {
        FakeLibrary.Reset();

        // A spec of a hang leaves the library open for good, as the product must. The next one begins as a new process would.
        NrtProcess.Closed();
    }

    /// <summary>Handles that a spec leaves to the end of the process on purpose.</summary>
    public int LeftToTheProcess { get; set; }

    public void Check()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var counts = FakeLibrary.Counts;

        Assert.Equal("", FakeLibrary.Violation);
        Assert.Equal(0, counts.Violations);
        Assert.Equal(_finalised, NrtHandle.Finalised);
        Assert.Equal(LeftToTheProcess, NrtHandle.Alive - _alive);
        if (LeftToTheProcess > 0) return;

        Assert.Equal((0, 0, 0, 0), (counts.Models, counts.Tensors, counts.Sets, counts.TensorInfos));
        Assert.Equal(counts.Inits, counts.Closes);
        Assert.False(NrtProcess.IsOpen);
    }
}
