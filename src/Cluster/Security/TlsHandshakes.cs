using System.Net.Sockets;

namespace NeuronActors.Cluster.Security;

/// <summary>
/// The connections that have come in and have not shown yet who they are: no more than some, so that nobody outside can take all
/// descriptors of the process. A new one takes the place of the one that has taken longest, as a node needs some milliseconds. Thread-safe.
/// </summary>
internal sealed class TlsHandshakes(int most)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Socket> _underWay = new();

    /// <summary>A handshake begins. Where there are too many, the oldest connection is closed, by which its handshake fails.</summary>
    /// <returns>Its place, to be given back by <see cref="End"/>.</returns>
    public LinkedListNode<Socket> Begin(Socket socket)
    {
        Socket? oldest = null;
        LinkedListNode<Socket> place;
        lock (_gate)
        {
            if (_underWay.Count >= most)
            {
                oldest = _underWay.First!.Value;
                _underWay.RemoveFirst();
            }

            place = _underWay.AddLast(socket);
        }

        oldest?.Dispose();
        return place;
    }

    /// <summary>A handshake has ended, whichever way.</summary>
    public void End(LinkedListNode<Socket> place)
    {
        lock (_gate)
        {
            if (place.List is not null) _underWay.Remove(place);
        }
    }
}
