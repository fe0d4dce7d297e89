using System.Net.Sockets;

namespace NeuronActors.Cluster.Security;

/// <summary>
/// Takes connections, one after the other, until it is told to end. That one could not be taken is no end: the process has no descriptor or
/// buffer left for a moment, or the connection broke before it was taken.
/// </summary>
/// <param name="accept">Takes the next one.</param>
/// <param name="welcome">Told of each; does not wait for anything.</param>
/// <param name="failed">Told that one could not be taken, the first time and then every <see cref="TellInterval"/> at most.</param>
/// <param name="clock">The clock.</param>
internal sealed class AcceptLoop(
    Func<CancellationToken, ValueTask<Socket>> accept, Action<Socket> welcome, Action<SocketException> failed, TimeProvider clock)
{
    /// <summary>What is missing does not come back at once, and trying without a pause would take a core meanwhile.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A lack that lasts fails many times a second; the log hears of it this often.</summary>
    public static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(10);

    private long? _toldAt;

    /// <summary>Runs until the end.</summary>
    /// <exception cref="OperationCanceledException">It was told to end.</exception>
    public async Task RunAsync(CancellationToken end)
    {
        while (true)
        {
            try
            {
                welcome(await accept(end).ConfigureAwait(false));
            }
            catch (SocketException failure) when (!end.IsCancellationRequested)
            {
                Tell(failure);
                await Task.Delay(Pause, clock, end).ConfigureAwait(false);
            }
        }
    }

    private void Tell(SocketException failure)
    {
        if (_toldAt is { } at && clock.GetElapsedTime(at) < TellInterval) return;

        _toldAt = clock.GetTimestamp();
        failed(failure);
    }
}
