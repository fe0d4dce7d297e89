namespace NeuronActors.Cluster.Routing;

/// <summary>What this node itself has to do for a model, read at the moment of the choice.</summary>
/// <param name="Ready">Cores with a replica.</param>
/// <param name="Waiting">Requests that wait here for a replica.</param>
/// <param name="InFlight">Requests that are with a replica here.</param>
internal readonly record struct LocalLoad(int Ready, int Waiting, int InFlight)
{
    /// <summary>How many requests per replica count as room: one that runs, and one that is there when that ends.</summary>
    private const int RoomPerReplica = 2;

    public static LocalLoad None => default;

    /// <summary>Whether the model is loaded here, even if none of its replicas can run anything now.</summary>
    public bool IsLoaded { get; init; } = Ready > 0;

    /// <summary>Whether a request that comes now is with a replica at once, or as good as at once.</summary>
    public bool HasRoom => Ready > 0 && Waiting == 0 && InFlight < Ready * RoomPerReplica;

    public double PerReplica => (double)(Waiting + InFlight) / Math.Max(1, Ready);
}
