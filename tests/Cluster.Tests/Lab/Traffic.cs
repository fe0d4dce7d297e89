namespace NeuronActors.Cluster.Tests.Lab;

/// <summary>Callers that ask without pause until they are stopped. Every answer must be the right one.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int>[] _callers;
    private readonly Lock _gate = new();
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answered;

    public Traffic(ModelName model, params LabNode[] nodes) =>
        _callers = [.. nodes.SelectMany(node => new[] { 0, 1 }.Select(_ => Task.Run(() => CallAsync(node, model))))];

    /// <summary>Waits until as many more requests have been answered.</summary>
    public async Task FlowsAsync(int requests)
    {
        int goal;
        lock (_gate) goal = _answered + requests;
        while (true)
        {
            Task progress;
            lock (_gate)
            {
                if (_answered >= goal) return;
                progress = _progress.Task;
            }

            var first = await Task.WhenAny([progress, .. _callers]).WaitAsync(PoolLab.Patience);
            await first;
        }
    }

    /// <summary>Stops, and fails if any request did.</summary>
    public async Task<int> EndAsync()
    {
        await _stop.CancelAsync();
        return (await Task.WhenAll(_callers).WaitAsync(PoolLab.Patience)).Sum();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers).ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task<int> CallAsync(LabNode node, ModelName model)
    {
        var count = 0;
        while (!_stop.IsCancellationRequested)
        {
            await PoolLab.AnsweredBy(node, model, count++);
            lock (_gate)
            {
                _answered++;
                var reached = _progress;
                _progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                reached.SetResult();
            }

            await Task.Yield();
        }

        return count;
    }
}
