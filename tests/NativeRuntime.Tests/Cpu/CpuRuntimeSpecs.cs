using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class CpuRuntimeSpecs : IDisposable
{
    private static readonly NamedTensor One = ("x", Tensor.From([1f]));

    private readonly CpuLab _lab = new();

    [Fact]
    public void It_describes_itself()
    {
        Assert.Equal(RuntimeKind.Cpu, _lab.Runtime.Kind);
        Assert.Matches(@"^ONNX Runtime \d+\.\d+\.\d+ on 4 virtual NeuronCores$", _lab.Runtime.Description);
        Assert.Equal(CpuLab.Cores(4).ToArray(), _lab.Runtime.Cores.ToArray());
        Assert.Equal(1, _lab.Runtime.ExecutionSlotsPerCore);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var swapped = CpuLab.Cores(2).Reverse().ToArray();

        Assert.Throws<ArgumentException>(() => new CpuRuntime(new CpuRuntimeOptions { Cores = [] }));
        Assert.Throws<ArgumentException>(() => new CpuRuntime(new CpuRuntimeOptions { Cores = default }));
        Assert.Throws<ArgumentException>(() => new CpuRuntime(new CpuRuntimeOptions { Cores = [.. swapped] }));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new CpuRuntime(new CpuRuntimeOptions { Cores = CpuLab.Cores(1), IntraOpThreads = 0 }));
    }

    [Fact]
    public void Memory_is_counted_where_the_replicas_are()
    {
        var file = _lab.Write("identity", Graphs.Identity(OnnxType.Float));
        var bytes = new FileInfo(file.Path).Length;

        var replicas = new[] { _lab.Load(file, core: 1), _lab.Load(file, core: 1), _lab.Load(file, core: 3) };

        Assert.All(replicas, replica => Assert.Equal(bytes, replica.MemoryBytes));
        Assert.Equal([0, 2 * bytes, 0, bytes], UsedBytes());
        Assert.Null(_lab.Runtime.GetMemory(new(1)).LimitBytes);

        foreach (var replica in replicas) replica.Unload();
        Assert.Equal([0, 0, 0, 0], UsedBytes());
    }

    [Fact]
    public void Replicas_of_one_file_share_its_weights_until_the_last_is_unloaded()
    {
        var file = _lab.Write("shared", Graphs.Identity(OnnxType.Float));
        var first = _lab.Load(file, core: 0);
        var second = _lab.Load(file with { Name = "under another name" }, core: 1);
        Assert.Equal(1, _lab.Runtime.SessionCount);

        first.Unload();
        Assert.Equal(1, _lab.Runtime.SessionCount);
        Assert.Single(second.Execute([One]));

        second.Unload();
        Assert.Equal(0, _lab.Runtime.SessionCount);
        Assert.Single(_lab.Load(file).Execute([One]));
    }

    [Fact]
    public void A_file_that_was_overwritten_is_loaded_anew_beside_the_old_one()
    {
        var old = _lab.Load(_lab.Write("graph", Graphs.Identity(OnnxType.Float)));
        var renewed = _lab.Load(_lab.Write("graph", Graphs.Negation()));

        Assert.Equal(2, _lab.Runtime.SessionCount);
        Assert.Equal([1f], old.Execute([One])[0].Tensor.AsSpan<float>().ToArray());
        Assert.Equal([-1f], renewed.Execute([One])[0].Tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public void An_unloaded_replica_refuses_to_run_and_the_others_do_not()
    {
        var file = _lab.Write("identity", Graphs.Identity(OnnxType.Float));
        var (gone, other) = (_lab.Load(file), _lab.Load(file));

        gone.Unload();
        gone.Unload();

        Assert.Throws<ObjectDisposedException>(() => gone.Execute([One]));
        Assert.Single(other.Execute([One]));
        Assert.Equal(1, _lab.Runtime.SessionCount);
    }

    [Fact]
    public void A_core_that_is_not_there_is_refused_wherever_it_is_named()
    {
        var file = _lab.Write("identity", Graphs.Identity(OnnxType.Float));

        foreach (var core in new VisibleCoreIndex[] { new(-1), new(4) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => _lab.Runtime.Load(file, core));
            Assert.Throws<ArgumentOutOfRangeException>(() => _lab.Runtime.GetMemory(core));
            Assert.Throws<ArgumentOutOfRangeException>(() => _lab.Runtime.Probe(core));
        }

        _lab.Runtime.Probe(new(3));
        Assert.Single(_lab.Load(file, core: 3).Execute([One]));
    }

    [Fact]
    public void Disposal_unloads_every_replica_and_refuses_everything_afterwards()
    {
        var file = _lab.Write("identity", Graphs.Identity(OnnxType.Float));
        var replica = _lab.Load(file);

        _lab.Runtime.Dispose();
        _lab.Runtime.Dispose();

        Assert.Equal(0, _lab.Runtime.SessionCount);
        Assert.Throws<ObjectDisposedException>(() => replica.Execute([One]));
        Assert.Throws<ObjectDisposedException>(() => _lab.Load(file));
        Assert.Throws<ObjectDisposedException>(() => _lab.Runtime.GetMemory(new(0)));
        Assert.Throws<ObjectDisposedException>(() => _lab.Runtime.Probe(new(0)));
        replica.Unload();

        using var another = new CpuLab();
        Assert.Single(another.Load(Graphs.Identity(OnnxType.Float)).Execute([One]));
    }

    public void Dispose() => _lab.Dispose();

    private long[] UsedBytes() => [.. _lab.Runtime.Cores.Select(core => _lab.Runtime.GetMemory(core.Index).UsedBytes)];
}
