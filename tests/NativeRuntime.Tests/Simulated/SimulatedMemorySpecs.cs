using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using static NeuronActors.NativeRuntime.Tests.Simulated.SimulatedRuntimeFixture;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

public sealed class SimulatedMemorySpecs : IDisposable
{
    private readonly SimulatedRuntimeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_load_that_does_not_fit_says_what_it_needs_and_what_there_is()
    {
        var replica = _fixture.LoadIdentity(Core0, "60MiB");

        var refusal = Assert.Throws<NeuronRuntimeException>(() => _fixture.LoadIdentity(Core0, "40.5MiB"));

        Assert.Equal(
            (RuntimeErrorKind.OutOfResources, NeuronStatus.Resource, Core0),
            (refusal.Kind, refusal.Status!.Value, refusal.Core!.Value));
        Assert.Contains("it needs 42467328 bytes, and of 104857600 bytes 62914560 are in use", refusal.Message, StringComparison.Ordinal);
        Execute(replica);
        Execute(_fixture.LoadIdentity(Core0, "40MiB"));
        Assert.Equal(new CoreMemory(100 * MiB, 100 * MiB), _fixture.Runtime.GetMemory(Core0));
    }

    [Fact]
    public void Cores_have_memory_of_their_own_and_an_unload_gives_it_back()
    {
        var first = _fixture.LoadIdentity(Core0, "100MiB");
        Execute(_fixture.LoadIdentity(Core1, "100MiB"));

        first.Unload();

        Assert.Equal(0, _fixture.Runtime.GetMemory(Core0).UsedBytes);
        Execute(_fixture.LoadIdentity(Core0, "100MiB"));
    }

    [Fact]
    public async Task A_load_under_way_has_its_memory_already()
    {
        var hang = _fixture.Runtime.Faults.HangLoads(Core0);
        var file = _fixture.Identity("60MiB");
        ILoadedSubgraph? slow = null;
        var loading = OnThread(() => slow = _fixture.Runtime.Load(file, Core0));
        await hang.WhenHeld(1);

        Assert.Equal(60 * MiB, _fixture.Runtime.GetMemory(Core0).UsedBytes);
        Assert.Throws<NeuronRuntimeException>(() => _fixture.Runtime.Load(file, Core0));

        hang.Release();
        await loading;
        Execute(slow!);
        Assert.Equal(60 * MiB, _fixture.Runtime.GetMemory(Core0).UsedBytes);
    }

    [Fact]
    public async Task Of_many_loads_at_once_as_many_succeed_as_fit()
    {
        var file = _fixture.Identity("30MiB");
        var refused = 0;
        using var together = new Barrier(8);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OnThread(() =>
        {
            together.SignalAndWait();
            try
            {
                _fixture.Runtime.Load(file, Core0);
            }
            catch (NeuronRuntimeException exception) when (exception.Kind == RuntimeErrorKind.OutOfResources)
            {
                Interlocked.Increment(ref refused);
            }
        })));

        Assert.Equal((5, 3), (refused, _fixture.Runtime.LoadedReplicas));
        Assert.Equal(90 * MiB, _fixture.Runtime.GetMemory(Core0).UsedBytes);
    }

    [Fact]
    public void A_model_larger_than_numbers_go_is_refused_without_overflow()
    {
        _fixture.LoadIdentity(Core0, "1MiB");

        Assert.Throws<NeuronRuntimeException>(() => _fixture.LoadIdentity(Core0, $"{long.MaxValue}"));

        Execute(_fixture.LoadIdentity(Core0, "99MiB"));
    }
}
