using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Contract;

/// <summary>
/// What every runtime promises through <see cref="INeuronRuntime"/> and <see cref="ILoadedSubgraph"/>. A runtime is put under it by a
/// subclass that makes the runtime and writes identity files for it.
/// </summary>
public abstract class RuntimeContractSpecs : IDisposable
{
    private const int CoreCount = 3;

    private readonly Lazy<INeuronRuntime> _runtime;

    protected RuntimeContractSpecs() => _runtime = new Lazy<INeuronRuntime>(() => CreateRuntime(CoreCount));

    /// <summary>Where <see cref="WriteIdentity"/> writes.</summary>
    protected ModelFolder Folder { get; } = new();

    private INeuronRuntime Runtime => _runtime.Value;

    /// <summary>Makes a runtime of so many cores. The suite disposes it.</summary>
    protected abstract INeuronRuntime CreateRuntime(int cores);

    /// <summary>Writes a subgraph whose only output <c>y</c> equals its only input <c>x</c>, both FP32 of a fixed shape.</summary>
    protected abstract SubgraphFile WriteIdentity(string name, TensorShape shape);

    [Fact]
    public void Cores_come_in_the_order_of_their_visible_index()
    {
        Assert.Equal(Enumerable.Range(0, CoreCount), Runtime.Cores.Select(core => core.Index.Value));
        Assert.True(Runtime.ExecutionSlotsPerCore >= 1);
        Assert.NotEmpty(Runtime.Description);
    }

    [Fact]
    public void A_loaded_subgraph_knows_its_core_and_its_signature()
    {
        var replica = Runtime.Load(WriteIdentity("identity", new TensorShape(2, 4)), Core(1));

        Assert.Equal(Core(1), replica.Core);
        Assert.Equal(["x FP32 [2, 4]"], replica.Signature.Inputs.Select(input => input.ToString()));
        Assert.Equal(["y FP32 [2, 4]"], replica.Signature.Outputs.Select(output => output.ToString()));
        Assert.True(replica.MemoryBytes >= 0);
    }

    [Fact]
    public void It_loads_executes_and_unloads()
    {
        var replica = Runtime.Load(WriteIdentity("identity", new TensorShape(2, 2)), Core(0));

        AssertEchoes(replica, new TensorShape(2, 2), first: 1);
        replica.Unload();

        AssertExecutes();
    }

    [Fact]
    public void One_file_may_be_loaded_on_every_core_and_twice_on_one()
    {
        var file = WriteIdentity("identity", new TensorShape(4));
        ILoadedSubgraph[] replicas = [.. Runtime.Cores.Select(core => Runtime.Load(file, core.Index)), Runtime.Load(file, Core(0))];

        replicas[0].Unload();

        Assert.Equal([0, 1, 2, 0], replicas.Select(replica => replica.Core.Value));
        foreach (var replica in replicas[1..]) AssertEchoes(replica, new TensorShape(4), first: replica.Core.Value);
    }

    [Fact]
    public void A_file_may_be_deleted_once_it_is_loaded()
    {
        var file = WriteIdentity("identity", new TensorShape(4));
        var replica = Runtime.Load(file, Core(0));

        File.Delete(file.Path);

        AssertEchoes(replica, new TensorShape(4), first: 3);
    }

    [Fact]
    public async Task Cores_execute_at_the_same_time_without_mixing_their_answers()
    {
        var shape = new TensorShape(16);
        var file = WriteIdentity("identity", shape);
        var replicas = Runtime.Cores.Select(core => Runtime.Load(file, core.Index)).ToArray();
        using var together = new Barrier(replicas.Length);

        await Task.WhenAll(replicas.Select(replica => OnThread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < 200; i++) AssertEchoes(replica, shape, first: 1000 * replica.Core.Value + i);
        })));
    }

    [Fact]
    public async Task Loads_and_unloads_on_one_core_do_not_disturb_executions_on_another()
    {
        var shape = new TensorShape(16);
        var file = WriteIdentity("identity", shape);
        var steady = Runtime.Load(file, Core(0));

        await Task.WhenAll(
            OnThread(() =>
            {
                for (var i = 0; i < 20; i++) Runtime.Load(file, Core(1)).Unload();
            }),
            OnThread(() =>
            {
                for (var i = 0; i < 200; i++) AssertEchoes(steady, shape, first: i);
            }));
    }

    [Fact]
    public void Outputs_share_memory_neither_with_inputs_nor_with_each_other()
    {
        var replica = Runtime.Load(WriteIdentity("identity", new TensorShape(4)), Core(0));
        float[] numbers = [1, 2, 3, 4];

        var first = replica.Execute([("x", Tensor.From(numbers))])[0].Tensor;
        numbers.AsSpan().Fill(9);
        var second = replica.Execute([("x", Tensor.From(numbers))])[0].Tensor;
        replica.Unload();

        Assert.Equal([1f, 2f, 3f, 4f], first.AsSpan<float>().ToArray());
        Assert.Equal([9f, 9f, 9f, 9f], second.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Memory_returns_to_its_former_value_after_an_unload()
    {
        var file = WriteIdentity("identity", new TensorShape(64));
        var before = Runtime.GetMemory(Core(0));

        var replica = Runtime.Load(file, Core(0));

        Assert.Equal(before.UsedBytes + replica.MemoryBytes, Runtime.GetMemory(Core(0)).UsedBytes);
        replica.Unload();
        Assert.Equal(before, Runtime.GetMemory(Core(0)));
    }

    [Fact]
    public void A_second_unload_changes_nothing()
    {
        var before = Runtime.GetMemory(Core(0));
        var replica = Runtime.Load(WriteIdentity("identity", new TensorShape(4)), Core(0));

        replica.Unload();
        replica.Unload();

        Assert.Equal(before, Runtime.GetMemory(Core(0)));
        AssertExecutes();
    }

    [Fact]
    public void An_execution_after_the_unload_is_refused()
    {
        var replica = Runtime.Load(WriteIdentity("identity", new TensorShape(4)), Core(0));
        replica.Unload();

        Assert.Throws<ObjectDisposedException>(() => replica.Execute([("x", Ramp(new TensorShape(4), 0))]));

        AssertExecutes();
    }

    [Fact]
    public void Disposing_the_runtime_ends_the_replicas_that_are_still_alive()
    {
        var file = WriteIdentity("identity", new TensorShape(4));
        ILoadedSubgraph[] replicas = [Runtime.Load(file, Core(0)), Runtime.Load(file, Core(2))];

        Runtime.Dispose();
        Runtime.Dispose();

        foreach (var replica in replicas)
        {
            Assert.Throws<ObjectDisposedException>(() => replica.Execute([("x", Ramp(new TensorShape(4), 0))]));
            replica.Unload();
        }

        Assert.Throws<ObjectDisposedException>(() => Runtime.Load(file, Core(0)));
        Assert.Throws<ObjectDisposedException>(() => Runtime.Probe(Core(0)));
    }

    [Fact]
    public void A_missing_file_is_refused_by_its_path_and_leaves_nothing_loaded()
    {
        var file = WriteIdentity("identity", new TensorShape(4));
        File.Delete(file.Path);

        AssertRefusesToLoad(file);
    }

    [Fact]
    public void A_damaged_file_is_refused_by_its_path_and_leaves_nothing_loaded()
    {
        var file = WriteIdentity("identity", new TensorShape(4));
        File.WriteAllBytes(file.Path, [0xDE, 0xAD, 0xBE, 0xEF]);

        AssertRefusesToLoad(file);
    }

    [Fact]
    public void A_file_of_a_format_that_it_does_not_support_is_refused()
    {
        var file = WriteIdentity("identity", new TensorShape(4));
        Assert.True(Runtime.Supports(file.Format));

        foreach (var format in Enum.GetValues<SubgraphFormat>().Where(format => !Runtime.Supports(format)))
        {
            AssertRefusesToLoad(file with { Format = format });
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(CoreCount)]
    [InlineData(int.MaxValue)]
    public void A_core_that_does_not_exist_is_an_argument_out_of_range(int index)
    {
        var file = WriteIdentity("identity", new TensorShape(4));

        Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.Load(file, Core(index)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.GetMemory(Core(index)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Runtime.Probe(Core(index)));

        AssertExecutes();
    }

    [Fact]
    public void A_probe_of_a_sound_core_returns_and_takes_no_memory()
    {
        var before = Runtime.GetMemory(Core(0));

        foreach (var core in Runtime.Cores) Runtime.Probe(core.Index);

        Assert.Equal(before, Runtime.GetMemory(Core(0)));
        AssertExecutes();
    }

    [Fact]
    public void A_tensor_without_elements_goes_through()
    {
        var shape = new TensorShape(0, 4);
        var replica = Runtime.Load(WriteIdentity("empty", shape), Core(0));

        AssertEchoes(replica, shape, first: 0);
    }

    [Fact]
    public void A_tensor_of_8_mebibytes_goes_through()
    {
        var shape = new TensorShape(2, 1024, 1024);
        var replica = Runtime.Load(WriteIdentity("big", shape), Core(0));

        AssertEchoes(replica, shape, first: -7);
    }

    public virtual void Dispose()
    {
        if (_runtime.IsValueCreated) _runtime.Value.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static VisibleCoreIndex Core(int index) => new(index);

    private static Task OnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Tensor Ramp(TensorShape shape, float first)
    {
        var elements = new float[shape.ElementCount];
        for (var i = 0; i < elements.Length; i++) elements[i] = first + i;
        return Tensor.From(elements, shape.Dimensions.AsSpan());
    }

    private static void AssertEchoes(ILoadedSubgraph replica, TensorShape shape, float first)
    {
        var input = Ramp(shape, first);

        var output = Assert.Single(replica.Execute([("x", input)]));

        Assert.Equal("y", output.Name);
        Assert.Equal((input.ElementType, input.Shape), (output.Tensor.ElementType, output.Tensor.Shape));
        Assert.True(input.Data.Span.SequenceEqual(output.Tensor.Data.Span), "The output differs from the input.");
    }

    private void AssertRefusesToLoad(SubgraphFile file)
    {
        var before = Runtime.GetMemory(Core(0));

        var refusal = Assert.Throws<NeuronRuntimeException>(() => Runtime.Load(file, Core(0)));

        Assert.Equal((RuntimeErrorKind.UnsupportedModel, "load"), (refusal.Kind, refusal.Operation));
        Assert.Contains(file.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Runtime.GetMemory(Core(0)));
        AssertExecutes();
    }

    private void AssertExecutes()
    {
        var replica = Runtime.Load(WriteIdentity("afterwards", new TensorShape(4)), Core(0));
        AssertEchoes(replica, new TensorShape(4), first: 5);
        replica.Unload();
    }
}
