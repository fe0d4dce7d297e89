namespace NeuronActors.Cluster.Transport;

/// <summary>The end of the interest in a request: its caller takes it back, or its deadline passes.</summary>
internal sealed class RequestEnd : IDisposable
{
    // Close to the longest that a timer takes. Nobody waits that long.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly CancellationTokenSource? _late;
    private readonly CancellationTokenSource? _either;

    /// <summary>Begins to watch.</summary>
    public RequestEnd(Deadline deadline, TimeProvider clock, CancellationToken ct)
    {
        Token = ct;
        if (deadline.IsNone) return;

        var left = deadline.Left(clock);
        _late = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, clock);
        if (!ct.CanBeCanceled)
        {
            Token = _late.Token;
            return;
        }

        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, ct);
        Token = _either.Token;
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Token { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either?.Dispose();
        _late?.Dispose();
    }
}
