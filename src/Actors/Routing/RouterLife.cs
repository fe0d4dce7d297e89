namespace NeuronActors.Routing;

/// <summary>
/// Whether a router has come to its end. Akka drops without a word what is put into a mailbox at the moment in which it is closed: neither the
/// actor nor the dead letters hear of it. So whoever has told a router a request looks here afterwards.
/// </summary>
/// <remarks>
/// The router writes before its mailbox is closed, and who sends reads after the mailbox has taken the request, each with a full fence: either
/// the request is found in the mailbox, or its sender finds this.
/// </remarks>
internal sealed class RouterLife
{
    private bool _hasEnded;

    public bool HasEnded
    {
        get
        {
            Interlocked.MemoryBarrier();
            return Volatile.Read(ref _hasEnded);
        }
    }

    public void End()
    {
        Volatile.Write(ref _hasEnded, true);
        Interlocked.MemoryBarrier();
    }
}
