using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class CpuConcurrencySpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CpuLab _lab = new();

    [Fact]
    public void Loads_of_one_file_at_the_same_time_open_it_once()
    {
        var file = ModelFile.Read(MnistSamples.PathOf("mnist.onnx")).Subgraphs[0];
        var replicas = new ILoadedSubgraph[8];

        InParallel(8, i => replicas[i] = _lab.Load(file, core: i % 4));

        Assert.Equal(1, _lab.Runtime.SessionCount);
        InParallel(8, i => replicas[i].Unload());
        Assert.Equal(0, _lab.Runtime.SessionCount);
    }

    [Fact]
    public void Failing_loads_at_the_same_time_all_fail_and_leave_nothing()
    {
        var file = new SubgraphFile("damaged", _lab.Folder.Write("damaged.onnx", "damaged"), SubgraphFormat.Onnx);

        InParallel(8, _ => Assert.Throws<NeuronRuntimeException>(() => _lab.Load(file)));

        Assert.Equal(0, _lab.Runtime.SessionCount);
        Assert.NotNull(_lab.Load(Graphs.Identity(OnnxType.Float)));
    }

    [Fact]
    public void Replicas_answer_rightly_while_others_come_and_go()
    {
        var file = ModelFile.Read(MnistSamples.PathOf("mnist.onnx")).Subgraphs[0];

        InParallel(6, thread =>
        {
            var replica = _lab.Load(file, core: thread % 4);
            for (var i = 0; i < 100; i++)
            {
                var digit = ((thread * 100) + i) % MnistSamples.Count;
                var logits = replica.Execute([("image", MnistSamples.Batch(digit, 1))])[0].Tensor.AsSpan<float>().ToArray();
                Assert.Equal(MnistSamples.Labels[digit], Array.IndexOf(logits, logits.Max()));

                if (thread % 2 == 0 || i % 10 != 0) continue;
                replica.Unload();
                replica = _lab.Load(file, core: (thread + i) % 4);
            }

            replica.Unload();
        });

        Assert.Equal(0, _lab.Runtime.SessionCount);
        Assert.All(_lab.Runtime.Cores, core => Assert.Equal(0, _lab.Runtime.GetMemory(core.Index).UsedBytes));
    }

    [Fact]
    public void Executions_of_one_replica_at_the_same_time_do_not_mix_their_answers()
    {
        var replica = _lab.Load(Graphs.Identity(OnnxType.Int32));

        InParallel(4, thread =>
        {
            for (var i = 0; i < 500; i++)
            {
                int[] numbers = [thread, i, thread * i];
                Assert.Equal(numbers, replica.Execute([("x", Tensor.From(numbers))])[0].Tensor.AsSpan<int>().ToArray());
            }
        });
    }

    [Fact]
    public void Disposal_under_running_executions_ends_them_without_harm()
    {
        var file = ModelFile.Read(MnistSamples.PathOf("mnist.onnx")).Subgraphs[0];
        using var running = new CountdownEvent(3);

        InParallel(4, thread =>
        {
            if (thread == 3)
            {
                Assert.True(running.Wait(Patience), "The executions did not begin.");
                _lab.Runtime.Dispose();
                return;
            }

            var replica = _lab.Load(file, core: thread);
            replica.Execute([("image", MnistSamples.Batch(0, 1))]);
            running.Signal();
            Assert.Throws<ObjectDisposedException>(() => ExecuteForEver(replica));
            replica.Unload();
        });

        Assert.Equal(0, _lab.Runtime.SessionCount);
        using var another = new CpuLab();
        Assert.Single(another.Load(file).Execute([("image", MnistSamples.Batch(0, 1))]));
    }

    public void Dispose() => _lab.Dispose();

    private static void ExecuteForEver(ILoadedSubgraph replica)
    {
        while (true) replica.Execute([("image", MnistSamples.Batch(0, 64))]);
    }

    /// <summary>Runs an action on threads that begin together, and fails with the first failure of any.</summary>
    private static void InParallel(int threads, Action<int> action)
    {
        using var start = new Barrier(threads);
        var failures = new Exception?[threads];
        var all = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            failures[i] = Record.Exception(() => action(i));
        })).ToArray();

        foreach (var thread in all) thread.Start();
        Assert.All(all, thread => Assert.True(thread.Join(Patience), "A thread did not end."));
        Assert.All(failures, Assert.Null);
    }
}
