using System.Threading.Channels;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>One that watches: what has not been sent to it yet, at most a few seconds of it.</summary>
internal sealed class EventClient(EventHub hub) : IDisposable
{
    /// <summary>How many events may wait for a client before it is let go.</summary>
    public const int MaxWaiting = 8;

    private readonly Channel<byte[]> _events = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly CancellationTokenSource _slow = new();

    /// <summary>Cancelled when it was too slow: then even what is being sent is given up.</summary>
    public CancellationToken TooSlow => _slow.Token;

    public ChannelReader<byte[]> Events => _events.Reader;

    /// <summary>Whether it was taken; if not, the client is to be let go.</summary>
    public bool TryOffer(byte[] bytes) => _events.Writer.TryWrite(bytes);

    public void LetGo() => _slow.Cancel();

    // Its source has neither a timer nor a handle, and may be cancelled by the hub at this moment: so it is left to the collector.
    public void Dispose() => hub.Leave(this);
}
