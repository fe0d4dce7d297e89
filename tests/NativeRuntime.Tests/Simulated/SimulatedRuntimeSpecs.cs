using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Tensors;
using static NeuronActors.NativeRuntime.Tests.Simulated.SimulatedRuntimeFixture;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

public sealed class SimulatedRuntimeSpecs
{
    [Fact]
    public void It_describes_the_instance_that_it_pretends_to_be()
    {
        var whole = SimulatedRuntimeOptions.For(SimulatedInstance.Named("trn1.32xlarge"));

        Assert.Equal("simulated trn1.32xlarge, 32 cores", Describe(whole));
        Assert.Equal("simulated trn1.32xlarge, 4 of 32 cores", Describe(whole with { Cores = VisibleCores.First(4) }));
        Assert.Equal("simulated, 1 core", Describe(new SimulatedRuntimeOptions { Cores = VisibleCores.First(1) }));
    }

    [Theory]
    [InlineData("trn1.2xlarge", 2, 16)]
    [InlineData("trn1.32xlarge", 32, 16)]
    [InlineData("trn1n.32xlarge", 32, 16)]
    [InlineData("inf2.xlarge", 2, 16)]
    [InlineData("inf2.8xlarge", 2, 16)]
    [InlineData("inf2.24xlarge", 12, 16)]
    [InlineData("INF2.48XLARGE", 24, 16)]
    [InlineData("trn2.48xlarge", 64, 24)]
    public void An_instance_type_has_its_cores_and_their_memory(string name, int cores, long gibibytes)
    {
        using var runtime = new SimulatedRuntime(SimulatedRuntimeOptions.For(SimulatedInstance.Named(name)));

        Assert.Equal(cores, runtime.Cores.Length);
        Assert.Equal(new CoreMemory(0, gibibytes << 30), runtime.GetMemory(new VisibleCoreIndex(cores - 1)));
    }

    [Fact]
    public void An_unknown_instance_type_is_refused_with_those_that_are_known()
    {
        var refusal = Assert.Throws<ArgumentException>(() => SimulatedInstance.Named("p5.48xlarge"));

        Assert.Contains("'p5.48xlarge'", refusal.Message, StringComparison.Ordinal);
        foreach (var instance in SimulatedInstance.Known) Assert.Contains(instance.Name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cores_keep_their_physical_ids()
    {
        var cores = VisibleCores.Resolve(name => name == VisibleCores.VisibleCoresVariable ? "3,4" : null, null, 1);
        using var runtime = new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = cores });

        Assert.Equal([3, 4], runtime.Cores.Select(core => core.PhysicalId.Value));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var sound = new SimulatedRuntimeOptions();

        Assert.ThrowsAny<ArgumentException>(() => new SimulatedRuntime(sound with { Cores = [] }));
        Assert.ThrowsAny<ArgumentException>(() => new SimulatedRuntime(sound with { Cores = default }));
        Assert.ThrowsAny<ArgumentException>(() => new SimulatedRuntime(sound with { Cores = [.. sound.Cores.Reverse()] }));
        Assert.ThrowsAny<ArgumentException>(() => new SimulatedRuntime(sound with { MemoryPerCoreBytes = -1 }));
        Assert.ThrowsAny<ArgumentException>(() => new SimulatedRuntime(sound with { ExecutionSlotsPerCore = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => new SimulatedRuntime(sound with { LoadTime = null! }));
        Assert.ThrowsAny<ArgumentException>(() => new SimulatedRuntime(sound with { ExecutionTime = null! }));
        sound.Validate();
    }

    [Fact]
    public void It_supports_files_of_every_format()
    {
        using var fixture = new SimulatedRuntimeFixture();

        Assert.True(fixture.Runtime.Supports(SubgraphFormat.Simulated));
        Assert.True(fixture.Runtime.Supports(SubgraphFormat.Onnx));
        Assert.True(fixture.Runtime.Supports(SubgraphFormat.Neff));
    }

    [Fact]
    public async Task A_load_that_a_disposal_overtakes_leaves_nothing_behind()
    {
        using var fixture = new SimulatedRuntimeFixture();
        var hang = fixture.Runtime.Faults.HangLoads(Core0);
        var loading = OnThread(() => fixture.LoadIdentity(Core0));
        await hang.WhenHeld(1);

        fixture.Runtime.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => loading);
        Assert.Equal(0, fixture.Runtime.LoadedReplicas);
        Assert.Equal(0, fixture.Runtime.GetStatistics(Core0).Replicas);
    }

    [Fact]
    public void An_execution_without_time_allocates_its_output_and_no_more()
    {
        using var fixture = new SimulatedRuntimeFixture();
        var replica = fixture.LoadIdentity(Core0);
        NamedTensor[] inputs = [("x", Tensor.From([1f, 2f, 3f, 4f], 1, 4))];
        const int Executions = 1000;
        for (var i = 0; i < Executions; i++) replica.Execute(inputs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Executions; i++) replica.Execute(inputs);

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Executions;
        Assert.True(bytes < 200, $"An execution allocated {bytes} bytes.");
    }

    [Fact]
    public void Times_of_the_options_are_taken_where_the_file_has_none()
    {
        var time = TimeSpan.FromMilliseconds(4);
        using var fixture = new SimulatedRuntimeFixture(new SimulatedRuntimeOptions { LoadTime = time, ExecutionTime = time });
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var replica = fixture.LoadIdentity(Core0);
        for (var i = 0; i < 4; i++) Execute(replica);

        // Five sleeps, less what an earlier sleep of this thread may have been too long.
        Assert.InRange(clock.Elapsed, 5 * time - TimeSpan.FromMilliseconds(1.1), TimeSpan.MaxValue);
    }

    private static string Describe(SimulatedRuntimeOptions options)
    {
        using var runtime = new SimulatedRuntime(options);
        return runtime.Description;
    }
}
