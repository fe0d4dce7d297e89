using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>What a module keeps for its subgraphs, on the device: written by the load, and not sent with requests.</summary>
public sealed class NrtStateSpecs : NrtSpec
{
    [StandInFact]
    public void A_parameter_is_written_once_for_each_slot_of_a_replica_and_never_with_a_request()
    {
        var file = Read(Weights(), ArchiveBuilder.Meta(2, 2));

        var replica = Runtime.Load(file, Core1);
        Assert.Equal((2, 48), FakeLibrary.Written("input1", core: 1));
        for (var i = 0; i < 10; i++)
        {
            var answer = replica.Execute([Input(1, 1, 1, 1, 1, i)]);
            Assert.Equal(["output0", "output1"], answer.Select(output => output.Name));
            Assert.Equal([2f, 2, 2, 2, 2, 2 * i], answer[0].Tensor.AsSpan<float>().ToArray());
            Assert.Equal([4f, 7, 10, 13, 16, 19], answer[1].Tensor.AsSpan<float>().ToArray());
        }

        Assert.Equal((2, 48), FakeLibrary.Written("input1", core: 1));
        Assert.Equal((10, 240), FakeLibrary.Written("input0", core: 1));
        Assert.Equal((0, 0), FakeLibrary.Written("input1", core: 0));

        Runtime.Load(file, Core0);
        Assert.Equal((2, 48), FakeLibrary.Written("input1", core: 0));
    }

    [StandInFact]
    public void A_state_that_executions_change_stays_on_the_device_and_each_replica_has_its_own()
    {
        var file = Read(Counter(), ArchiveBuilder.Meta(2, 2, (1, 1)));
        var (one, other) = (Runtime.Load(file, Core0), Runtime.Load(file, Core1));

        Assert.Equal(["output0"], one.Signature.Outputs.Select(output => output.Name));
        Assert.Equal([1f, 2, 3, 4, 5, 6], Counted(one));
        Assert.Equal([2f, 3, 4, 5, 6, 7], Counted(one));
        Assert.Equal([1f, 2, 3, 4, 5, 6], Counted(other));
        Assert.Equal([3f, 4, 5, 6, 7, 8], Counted(one));

        Assert.Equal((1, 24), FakeLibrary.Written("input1", core: 0));
        one.Unload();
        Assert.Equal([1f, 2, 3, 4, 5, 6], Counted(Runtime.Load(file, Core0)));
    }

    [StandInFact]
    public async Task Executions_that_change_a_state_take_turns_whatever_the_slots_are()
    {
        var runtime = Start(Options with { ExecutionSlotsPerCore = 3 });
        var replica = runtime.Load(Read(Counter(), ArchiveBuilder.Meta(2, 2, (1, 1))), Core0);
        var counts = FakeLibrary.Counts;
        Assert.Equal((3, 2), (counts.Tensors, counts.Sets));

        var seen = new System.Collections.Concurrent.ConcurrentBag<float>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OnThread(() =>
        {
            for (var i = 0; i < 50; i++) seen.Add(Counted(replica)[0]);
        })));

        Assert.Equal(Enumerable.Range(1, 200).Select(number => (float)number), seen.Order());
    }

    [StandInFact]
    public void An_output_that_forward_answers_with_is_read_from_the_state_itself()
    {
        var forward = StatefulNet.Forward.Replace("return _1", "return (_1, _2)", StringComparison.Ordinal);
        var replica = Runtime.Load(Read(Counter(), ArchiveBuilder.Meta(2, 2, (1, 1)), forward), Core0);

        var answer = replica.Execute([Input(0, 0, 0, 0, 0, 0)]);

        Assert.Equal(["output0", "output1"], answer.Select(output => output.Name));
        Assert.Equal([2f, 3, 4, 5, 6, 7], answer[1].Tensor.AsSpan<float>().ToArray());
    }

    [StandInFact]
    public void Whoever_gives_too_little_or_too_much_is_refused_before_anything_is_written()
    {
        var replica = Runtime.Load(Read(Weights(), ArchiveBuilder.Meta(2, 2)), Core0);

        Assert.Throws<ArgumentException>(() => replica.Execute([]));
        Assert.Throws<ArgumentException>(() => replica.Execute([Input(1, 2, 3, 4, 5, 6), ("input1", Tensor.From(new float[6], 2, 3))]));

        Assert.Equal((0, 0), FakeLibrary.Written("input0", core: 0));
        Assert.Equal(2, replica.Execute([Input(1, 2, 3, 4, 5, 6)]).Length);
    }

    [StandInTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_state_that_cannot_be_written_fails_the_load_and_leaves_nothing(int nth)
    {
        var file = Read(Weights(), ArchiveBuilder.Meta(2, 2));
        FakeLibrary.Fail(FakeCall.Write, (int)NeuronStatus.DmaAbort, nth);

        var failure = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(file, Core0));

        Assert.Equal((RuntimeErrorKind.DeviceFault, "load", NeuronStatus.DmaAbort), (failure.Kind, failure.Operation, failure.Status));
        Assert.Contains("state 'input1' could not be written", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, FakeLibrary.Counts.Alive);
        Assert.Equal(2, Runtime.Load(file, Core0).Execute([Input(1, 2, 3, 4, 5, 6)]).Length);
    }

    [StandInFact]
    public void A_state_of_any_size_goes_to_the_device_in_pieces()
    {
        const int Count = 2_500_000;
        var numbers = Enumerable.Range(0, Count).Select(number => (float)number).ToArray();
        var meta = new Cpu.ProtobufWriter()
            .Message(1, ModelFiles.Neff.MetaNeffSpecs.Tensor("input0", 1, 2, 3)).Message(1, ModelFiles.Neff.MetaNeffSpecs.Tensor("input1", 1, Count))
            .Message(2, ModelFiles.Neff.MetaNeffSpecs.Tensor("output0", 1, 2, 3)).Message(2, ModelFiles.Neff.MetaNeffSpecs.Tensor("output1", 1, Count));
        var neff = new ToyNeff().Input("input0", ElementType.Float32, [2, 3]).Input("input1", ElementType.Float32, [Count])
            .Output("output0", ElementType.Float32, [2, 3], "copy 0").Output("output1", ElementType.Float32, [Count], "copy 1");
        var archive = StatefulNet.Of(
            neff.ToBytes(), meta.ToArray(), memory: StatefulNet.Bytes(numbers), parameter: pickle => pickle.Tensor("FloatStorage", "0", Count, 0, [Count], [1]));

        var replica = Runtime.Load(Read(archive), Core0);

        Assert.Equal((6, 2L * 4 * Count), FakeLibrary.Written("input1", core: 0));
        Assert.True(replica.Execute([Input(1, 2, 3, 4, 5, 6)])[1].Tensor.AsSpan<float>().SequenceEqual(numbers));
    }

    [StandInFact]
    public void Memory_for_the_states_is_asked_for_before_the_load_starts()
    {
        var file = Read(Weights().Memory(100), ArchiveBuilder.Meta(2, 2));
        using (var image = NeffImage.Open(file)) FakeLibrary.SetMemory(image.Neff.Length + 47);

        var refused = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(file, Core0));

        Assert.Equal(RuntimeErrorKind.OutOfResources, refused.Kind);
        Assert.Equal(0, FakeLibrary.Counts.CallsOf(FakeCall.Load));
        FakeLibrary.SetMemory(1 << 20);
        Assert.Equal(2, Runtime.Load(file, Core0).Execute([Input(1, 2, 3, 4, 5, 6)]).Length);
    }

    [StandInFact]
    public void A_request_makes_no_garbage_but_its_answer()
    {
        var replica = Runtime.Load(Read(Counter(), ArchiveBuilder.Meta(2, 2, (1, 1))), Core0);
        NamedTensor[] question = [Input(1, 2, 3, 4, 5, 6)];
        var kept = new NamedTensor[1][];

        var answer = Allocated(() => kept[0] = [new NamedTensor("y", new Tensor(ElementType.Float32, replica.Signature.Outputs[0].Shape, new byte[24]))]);
        var request = Allocated(() => replica.Execute(question));

        Assert.Equal(answer, request);
    }

    [StandInFact]
    public void A_file_that_moved_its_bytes_since_is_looked_through_again()
    {
        var file = Read(Weights(), ArchiveBuilder.Meta(2, 2));
        Read(Weights(), ArchiveBuilder.Meta(2, 2), $"# something more\n{StatefulNet.Forward}");

        Assert.Equal([4f, 7, 10, 13, 16, 19], Runtime.Load(file, Core0).Execute([Input(1, 2, 3, 4, 5, 6)])[1].Tensor.AsSpan<float>().ToArray());
    }

    // Twice the argument, and three times the parameter and one.
    private static ToyNeff Weights() => Toy()
        .Output("output0", ElementType.Float32, [2, 3], "affine 0 2 0")
        .Output("output1", ElementType.Float32, [2, 3], "affine 1 3 1");

    // What the state is, and then one more in its place.
    private static ToyNeff Counter() => Toy()
        .Output("output0", ElementType.Float32, [2, 3], "copy 1")
        .Output("output1", ElementType.Float32, [2, 3], "affine 1 1 1");

    private static ToyNeff Toy() => new ToyNeff().Input("input0", ElementType.Float32, [2, 3]).Input("input1", ElementType.Float32, [2, 3]);

    private SubgraphFile Read(ToyNeff neff, byte[] meta, string forward = StatefulNet.Forward) => Read(StatefulNet.Of(neff.ToBytes(), meta, forward));

    private SubgraphFile Read(ArchiveBuilder archive)
    {
        var path = Path.Combine(Folder.Path, "net.pt");
        File.WriteAllBytes(path, archive.ToArray());
        return Assert.Single(ModelFile.Read(path).Subgraphs);
    }

    private static NamedTensor Input(params float[] numbers) => ("input0", Tensor.From(numbers, 2, 3));

    private static float[] Counted(ILoadedSubgraph replica) => replica.Execute([Input(0, 0, 0, 0, 0, 0)])[0].Tensor.AsSpan<float>().ToArray();

    // The first round is for nothing: what is made once must not count.
    private static long Allocated(Action work)
    {
        for (var i = 0; i < 100; i++) work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
