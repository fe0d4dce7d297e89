using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtExecuteSpecs : NrtSpec
{
    public static TheoryData<string, int> Failures
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var call in (string[])[FakeCall.Write, FakeCall.Execute, FakeCall.Read])
            {
                foreach (var status in NrtStatuses.Failures.Where(status => !NrtStatuses.IsHang(status))) data.Add(call, status);
            }

            return data;
        }
    }

    [StandInTheory]
    [MemberData(nameof(Failures))]
    public void A_step_that_fails_is_told_by_its_status_and_the_next_request_works(string call, int status)
    {
        var replica = Runtime.Load(Affine(), Core0);
        FakeLibrary.Fail(call, status);

        var failure = Assert.Throws<NeuronRuntimeException>(() => Run(replica, 0, 0, 0, 0));

        Assert.Equal(((NeuronStatus)status).Kind(), failure.Kind);
        Assert.Equal(((NeuronStatus)status, "execute", Core0), (failure.Status, failure.Operation, failure.Core));
        AssertWorks(replica);
    }

    [StandInFact]
    public void Several_inputs_and_outputs_keep_their_order_and_their_names()
    {
        var file = Write(new ToyNeff()
            .Input("a", ElementType.Float32, [2])
            .Input("b", ElementType.Int64, [3])
            .Output("twice", ElementType.Float32, [2], "affine 0 2 0")
            .Output("b", ElementType.Int64, [3], "affine 1 1 5")
            .Output("same", ElementType.Float32, [2], "copy 0"));
        var replica = Runtime.Load(file, Core1);

        var answer = replica.Execute([("a", Tensor.From([1f, 2f])), ("b", Tensor.From([10L, 20L, 30L]))]);

        Assert.Equal(["twice", "b", "same"], answer.Select(output => output.Name));
        Assert.Equal([2f, 4f], answer[0].Tensor.AsSpan<float>().ToArray());
        Assert.Equal([15L, 25L, 35L], answer[1].Tensor.AsSpan<long>().ToArray());
        Assert.Equal([1f, 2f], answer[2].Tensor.AsSpan<float>().ToArray());
    }

    [StandInTheory]
    [InlineData("y", 4)]
    [InlineData("x", 3)]
    [InlineData("x", 5)]
    [InlineData("x", 0)]
    public void What_does_not_fit_the_loaded_model_is_refused_before_anything_is_written(string name, int count)
    {
        var replica = Runtime.Load(Affine(), Core0);

        var refused = Assert.Throws<NeuronRuntimeException>(() => replica.Execute([(name, Tensor.From(new float[count]))]));

        Assert.Equal((RuntimeErrorKind.BadRequest, null), (refused.Kind, refused.Status));
        Assert.Contains($"takes 'x' of 16 bytes here, and '{name}' of {count * 4} bytes was given", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => replica.Execute([]));
        Assert.Equal(0, FakeLibrary.Counts.CallsOf(FakeCall.Write));
        AssertWorks(replica);
    }

    [StandInFact]
    public void A_numerical_error_is_a_failure_unless_the_policy_accepts_it()
    {
        FakeLibrary.Fail(FakeCall.Execute, (int)NeuronStatus.CompletedWithNumericalError, times: 3);
        var strict = Runtime.Load(Affine(), Core0);
        Assert.Equal(RuntimeErrorKind.Numerical, Assert.Throws<NeuronRuntimeException>(() => Run(strict, 1, 2, 3, 4)).Kind);
        Runtime.Dispose();
        FakeLibrary.Reset();

        var lenient = Start(Options with { NumericalErrors = NumericalErrorPolicy.Accept }).Load(Affine(), Core0);
        FakeLibrary.Fail(FakeCall.Execute, (int)NeuronStatus.CompletedWithNumericalError, times: 2);
        for (var i = 0; i < 3; i++) AssertWorks(lenient);

        Assert.Equal(2, Runtime.GetStepTimes(Core0).NumericalErrors);
        Assert.Single(Notices, notice => notice.Kind == NrtNoticeKind.NumericalError);
        FakeLibrary.Fail(FakeCall.Execute, (int)NeuronStatus.CompletedWithError);
        Assert.Throws<NeuronRuntimeException>(() => Run(lenient, 1, 2, 3, 4));
        AssertWorks(lenient);
    }

    [StandInFact]
    public void Every_step_is_measured()
    {
        FakeLibrary.SetTimes(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(2));
        var replica = Runtime.Load(Affine(), Core1);

        for (var i = 0; i < 3; i++) AssertWorks(replica);

        var times = Runtime.GetStepTimes(Core1);
        Assert.Equal(3, times.Executions);
        Assert.True(times.Write >= TimeSpan.FromMilliseconds(3), $"{times}");
        Assert.True(times.Execute >= TimeSpan.FromMilliseconds(12), $"{times}");
        Assert.True(times.Read >= TimeSpan.FromMilliseconds(6), $"{times}");
        Assert.Equal(default, Runtime.GetStepTimes(Core0));
    }

    [StandInFact]
    public void A_request_makes_no_garbage_but_its_answer()
    {
        var replica = Runtime.Load(Affine(), Core0);
        NamedTensor[] question = [X(1, 2, 3, 4)];
        var kept = new NamedTensor[1][];

        // What an answer is made of: the array of outputs, the tensor, and its memory.
        var answer = Allocated(() =>
        {
            for (var i = 0; i < 1000; i++) kept[0] = [new NamedTensor("y", new Tensor(ElementType.Float32, replica.Signature.Outputs[0].Shape, new byte[16]))];
        });
        var request = Allocated(() =>
        {
            for (var i = 0; i < 1000; i++) replica.Execute(question);
        });

        Assert.Equal(answer, request);
        AssertWorks(replica);
    }

    [StandInFact]
    public async Task The_copies_of_one_request_overlap_the_execution_of_another()
    {
        var replica = Runtime.Load(Affine(), Core0);
        FakeLibrary.Hang(FakeCall.Execute);

        var first = OnThread(() => AssertWorks(replica));
        FakeLibrary.AwaitHung();
        AssertWorks(replica);
        FakeLibrary.Release();

        await first.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [StandInFact]
    public void A_probe_uses_the_core_and_says_by_its_status_what_is_wrong()
    {
        FakeLibrary.Fail(FakeCall.Read, (int)NeuronStatus.DmaAbort);

        var failure = Assert.Throws<NeuronRuntimeException>(() => Runtime.Probe(Core1));
        Assert.Equal((RuntimeErrorKind.DeviceFault, "probe", Core1), (failure.Kind, failure.Operation, failure.Core));

        Runtime.Probe(Core1);
        AssertWorks();
    }

    // The first round is for nothing: what is made once must not count.
    private static long Allocated(Action work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
