namespace NeuronActors.Node.Dashboard.Live;

/// <summary>
/// Gives every event to every client, as the same bytes. A client that does not read loses its connection, not its events one by one: it
/// comes back and begins with the whole state. Thread-safe.
/// </summary>
internal sealed class EventHub
{
    /// <summary>How many may watch at once.</summary>
    public const int MaxClients = 64;

    private readonly Lock _lock = new();
    private readonly HashSet<EventClient> _clients = [];

    public int Clients
    {
        get
        {
            lock (_lock) return _clients.Count;
        }
    }

    /// <summary>Takes a client in; null when there are too many. What it gets first is made while no event can come between.</summary>
    public EventClient? Join(Func<byte[]> first)
    {
        lock (_lock)
        {
            if (_clients.Count >= MaxClients) return null;

            var client = new EventClient(this);
            client.TryOffer(first());
            _clients.Add(client);
            return client;
        }
    }

    public void Publish(byte[] bytes)
    {
        EventClient[] slow;
        lock (_lock)
        {
            slow = [.. _clients.Where(client => !client.TryOffer(bytes))];
            _clients.ExceptWith(slow);
        }

        foreach (var client in slow) client.LetGo();
    }

    public void Leave(EventClient client)
    {
        lock (_lock) _clients.Remove(client);
    }
}
