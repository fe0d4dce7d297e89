namespace NeuronActors.Benchmarks.Load;

/// <summary>One thread for each of some calls, which makes that call again and again: what the cores do when nothing is in between.</summary>
internal sealed class DirectLoop(params Action[] calls) : ILoad
{
    private readonly Worker[] _workers = [.. calls.Select(call => new Worker(call))];

    public long Completed => _workers.Sum(worker => worker.Completed);

    /// <summary>A thread for each replica, executing it.</summary>
    public static DirectLoop Of(ILoadedSubgraph[] replicas, ImmutableArray<NamedTensor> inputs) =>
        new([.. replicas.Select(replica => (Action)(() => replica.Execute(inputs.AsSpan())))]);

    public void Start()
    {
        foreach (var worker in _workers) worker.Start();
    }

    public void Stop()
    {
        foreach (var worker in _workers) worker.RequestStop();
        foreach (var worker in _workers) worker.Join();
    }

    private sealed class Worker(Action call)
    {
        private Thread? _thread;
        private volatile bool _stopped;
        private long _completed;

        public long Completed => Volatile.Read(ref _completed);

        public void Start()
        {
            _stopped = false;
            _thread = new Thread(Run) { IsBackground = true, Name = "direct" };
            _thread.Start();
        }

        public void RequestStop() => _stopped = true;

        public void Join() => _thread!.Join();

        private void Run()
        {
            while (!_stopped)
            {
                call();
                Volatile.Write(ref _completed, _completed + 1);
            }
        }
    }
}
