using System.Diagnostics;

namespace NeuronActors.Benchmarks.Load;

/// <summary>
/// Sends on one thread at random moments, at a rate that does not depend on the answers. A latency is to be counted from the moment that
/// was drawn, so that a late sender does not make it look better.
/// </summary>
/// <param name="perSecond">The mean rate.</param>
/// <param name="send">Sends one; gets its number and the moment that was drawn, as a timestamp of <see cref="Stopwatch"/>.</param>
internal sealed class PoissonSender(double perSecond, Action<int, long> send)
{
    // A sleep of 1 ms ends some 0.1 ms late; what is left is spun.
    private static readonly long WorthSleeping = Stopwatch.Frequency / 800;

    private readonly Random _random = new(1);
    private Thread? _thread;
    private volatile bool _stopped;
    private int _sent;

    public int Sent => Volatile.Read(ref _sent);

    public void Start()
    {
        _stopped = false;
        _thread = new Thread(Run) { IsBackground = true, Name = "poisson" };
        _thread.Start();
    }

    public void Stop()
    {
        _stopped = true;
        _thread!.Join();
    }

    private void Run()
    {
        for (var due = Stopwatch.GetTimestamp(); ; due += Gap())
        {
            while (!_stopped && due - Stopwatch.GetTimestamp() is > 0 and var left)
            {
                if (left > WorthSleeping) Thread.Sleep(1);
                else Thread.SpinWait(20);
            }

            if (_stopped) break;
            send(_sent, due);
            Volatile.Write(ref _sent, _sent + 1);
        }
    }

    private long Gap() => (long)(-Math.Log(1 - _random.NextDouble()) / perSecond * Stopwatch.Frequency);
}
