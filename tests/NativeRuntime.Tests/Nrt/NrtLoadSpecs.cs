using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtLoadSpecs : NrtSpec
{
    private const long MiB = 1 << 20;

    public static TheoryData<int> Statuses => [.. NrtStatuses.Failures.Where(status => !NrtStatuses.IsHang(status))];

    [StandInTheory]
    [MemberData(nameof(Statuses))]
    public void A_load_that_fails_is_told_by_its_status_and_file_and_leaves_nothing(int status)
    {
        var file = Affine();
        FakeLibrary.Fail(FakeCall.Load, status);

        var failure = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(file, Core0));

        var kind = ((NeuronStatus)status).Kind();
        Assert.Equal(kind == RuntimeErrorKind.BadRequest ? RuntimeErrorKind.UnsupportedModel : kind, failure.Kind);
        Assert.Equal(((NeuronStatus)status, "load", Core0), (failure.Status, failure.Operation, failure.Core));
        Assert.Contains(file.Path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(((NeuronStatus)status).Describe(), failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, FakeLibrary.Counts.Alive);
        AssertWorks(Runtime.Load(file, Core0));
    }

    [StandInFact]
    public void A_status_that_nobody_knows_comes_with_the_librarys_own_text()
    {
        FakeLibrary.Fail(FakeCall.Load, 4711);

        var failure = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(Affine(), Core0));

        Assert.Contains("unknown status 4711, which libnrt calls NRT_STATUS_OF_THE_FAKE", failure.Message, StringComparison.Ordinal);
        AssertWorks();
    }

    [StandInTheory]
    [InlineData(FakeCall.TensorInfo, 1)]
    [InlineData(FakeCall.AllocateSet, 1)]
    [InlineData(FakeCall.AllocateSet, 4)]
    [InlineData(FakeCall.AllocateTensor, 1)]
    [InlineData(FakeCall.AllocateTensor, 4)]
    [InlineData(FakeCall.AddToSet, 1)]
    [InlineData(FakeCall.AddToSet, 3)]
    public void Whatever_step_of_a_load_fails_nothing_stays_loaded(string call, int nth)
    {
        FakeLibrary.Fail(call, (int)NeuronStatus.Resource, nth);

        var failure = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(Affine(), Core0));

        Assert.Equal((RuntimeErrorKind.OutOfResources, "load"), (failure.Kind, failure.Operation));
        Assert.Equal(0, FakeLibrary.Counts.Alive);
        Assert.Equal(0, Runtime.GetMemory(Core0).UsedBytes);
        AssertWorks();
    }

    [StandInFact]
    public void A_model_that_the_library_puts_onto_another_core_is_unloaded_and_refused()
    {
        FakeLibrary.Script(FakeCall.Load, FakeAction.WrongCore, 1);

        var failure = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(Affine(), Core0));

        Assert.Contains("onto core 1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, FakeLibrary.Counts.Alive);
        AssertWorks();
    }

    [StandInFact]
    public void A_replica_has_tensors_and_sets_of_its_own_for_each_slot_on_its_own_core()
    {
        var runtime = Start(Options with { ExecutionSlotsPerCore = 3 });

        var replica = runtime.Load(Affine(), Core1);

        var counts = FakeLibrary.Counts;
        Assert.Equal((1, 6, 6), (counts.Models, counts.Tensors, counts.Sets));
        Assert.Equal(0, runtime.GetMemory(Core0).UsedBytes);
        Assert.Equal(replica.MemoryBytes, runtime.GetMemory(Core1).UsedBytes);
        AssertWorks(replica);
    }

    [StandInFact]
    public void A_bare_neff_is_described_by_what_the_library_says_of_it()
    {
        var file = Write(new ToyNeff()
            .Input("ids", ElementType.Int64, [1, 128])
            .Input("mask", ElementType.Float32, [1, 128], typeNumber: 1)
            .Output("hidden", ElementType.Float16, [1, 128, 8], "zero"));

        var signature = Runtime.Load(file, Core0).Signature;

        Assert.Equal(["ids INT64 [1, 128]", "mask FP32 [1, 128]"], signature.Inputs.Select(input => input.ToString()));
        Assert.Equal(["hidden UINT16 [1, 128, 8]"], signature.Outputs.Select(output => output.ToString()));
    }

    [StandInFact]
    public void A_file_that_says_its_types_is_believed_and_held_to_its_sizes()
    {
        var half = Write(ToyNeff.Identity(ElementType.Float16, 2, 4));
        SubgraphSignature Says(ElementType type, params long[] shape) =>
            new([new TensorSpec("x", type, new TensorShape(shape))], [new TensorSpec("y", type, new TensorShape(shape))]);

        Assert.Equal("x BF16 [2, 4]", Runtime.Load(half with { Signature = Says(ElementType.BFloat16, -1, 4) }, Core0).Signature.Inputs[0].ToString());
        var refused = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(half with { Signature = Says(ElementType.Float32, 2, 4) }, Core0));

        Assert.Equal(RuntimeErrorKind.UnsupportedModel, refused.Kind);
        Assert.Contains(half.Path, refused.Message, StringComparison.Ordinal);
        AssertWorks();
    }

    [StandInFact]
    public void A_load_that_cannot_fit_is_refused_before_it_starts()
    {
        FakeLibrary.SetMemory(10 * MiB);
        var large = Write(ToyNeff.Identity(ElementType.Float32, 4).Memory(6 * MiB), "large");
        var first = Runtime.Load(large, Core0);
        var loads = FakeLibrary.Counts.CallsOf(FakeCall.Load);

        var refused = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(large, Core0));

        Assert.Equal((RuntimeErrorKind.OutOfResources, NeuronStatus.Resource), (refused.Kind, refused.Status));
        Assert.Contains($"took when it was loaded last {first.MemoryBytes} bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(loads, FakeLibrary.Counts.CallsOf(FakeCall.Load));
        Runtime.Load(large, Core1);
        first.Unload();
        AssertWorks(Runtime.Load(Affine(), Core0));
    }

    [StandInFact]
    public void A_file_that_is_larger_than_what_is_free_is_refused_at_once()
    {
        FakeLibrary.SetMemory(1000);

        var refused = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(Affine(), Core0));

        Assert.Contains("has as a file", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, FakeLibrary.Counts.CallsOf(FakeCall.Load));
        FakeLibrary.SetMemory(MiB);
        AssertWorks();
    }

    [StandInFact]
    public void Memory_that_does_not_come_back_is_said_once()
    {
        var file = Affine();
        var (first, second) = (Runtime.Load(file, Core0), Runtime.Load(file, Core0));
        FakeLibrary.SetLeak(512);

        first.Unload();
        Assert.DoesNotContain(Notices, notice => notice.Kind == NrtNoticeKind.MemoryNotReturned);
        second.Unload();
        FakeLibrary.SetLeak(0);
        Runtime.Load(file, Core0).Unload();

        var said = Assert.Single(Notices, notice => notice.Kind == NrtNoticeKind.MemoryNotReturned);
        Assert.Contains("NeuronCore 0 is empty, and 1024 bytes more are in use", said.Text, StringComparison.Ordinal);
        AssertWorks();
    }

    [StandInFact]
    public void Without_the_librarys_figures_memory_is_what_the_replicas_should_take()
    {
        FakeLibrary.FailEvery(FakeCall.Memory, (int)NeuronStatus.Failure);

        var replica = Runtime.Load(Affine(), Core0);

        Assert.Equal((replica.MemoryBytes, null), (Runtime.GetMemory(Core0).UsedBytes, Runtime.GetMemory(Core0).LimitBytes));
        AssertWorks(replica);
    }

    [StandInTheory]
    [MemberData(nameof(Statuses))]
    public void An_unload_that_is_refused_is_told_and_the_replica_is_gone_all_the_same(int status)
    {
        var replica = Runtime.Load(Affine(), Core0);
        FakeLibrary.Fail(FakeCall.Unload, status);

        var refused = Assert.Throws<NeuronRuntimeException>(replica.Unload);
        replica.Unload();

        Assert.Equal(((NeuronStatus)status, "unload", Core0), (refused.Status, refused.Operation, refused.Core));
        Assert.Throws<ObjectDisposedException>(() => Run(replica, 1, 2, 3, 4));
        Assert.Equal(0, FakeLibrary.Counts.Alive);
        AssertWorks(Runtime.Load(Affine(), Core0));
    }

    [StandInFact]
    public void A_disposal_unloads_everything_also_when_an_unload_is_refused()
    {
        foreach (var core in Runtime.Cores) Runtime.Load(Affine(), core.Index);
        FakeLibrary.Fail(FakeCall.Unload, (int)NeuronStatus.Failure);

        Runtime.Dispose();

        var counts = FakeLibrary.Counts;
        Assert.Equal((0, 1), (counts.Alive, counts.Closes));
        Assert.Single(Notices, notice => notice.Kind == NrtNoticeKind.LeftBehind);
    }
}
