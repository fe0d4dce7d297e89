using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster.Files;

/// <summary>One download and those who wait for it. All but <see cref="Report"/> under the lock of its cache.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing.")]
internal sealed class SharedDownload(IProgress<TransferProgress>? first)
{
    private readonly CancellationTokenSource _cancellation = new();
    private int _waiting = 1;
    private volatile ImmutableList<IProgress<TransferProgress>> _progress = first is null ? [] : [first];

    /// <summary>Ends when it does.</summary>
    public Task<ModelFileManifest> Task { get; private set; } = null!;

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Starts it, elsewhere.</summary>
    public void Start(Func<Task<ModelFileManifest>> download) => Task = System.Threading.Tasks.Task.Run(download, CancellationToken.None);

    /// <summary>One more waits for it; false when it has been given up.</summary>
    public bool TryJoin(IProgress<TransferProgress>? progress)
    {
        if (_cancellation.IsCancellationRequested) return false;

        _waiting++;
        if (progress is not null) _progress = _progress.Add(progress);
        return true;
    }

    /// <summary>One waits no more.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Leave(IProgress<TransferProgress>? progress)
    {
        if (progress is not null) _progress = _progress.Remove(progress);
        return --_waiting == 0;
    }

    /// <summary>Gives it up. What hangs on it runs elsewhere, and so not under the lock.</summary>
    public void Cancel() => _ = _cancellation.CancelAsync();

    /// <summary>Tells everybody how far it is.</summary>
    public void Report(TransferProgress progress)
    {
        foreach (var one in _progress) one.Report(progress);
    }
}
