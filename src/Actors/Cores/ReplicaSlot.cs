namespace NeuronActors.Cores;

/// <summary>A replica as its core keeps it.</summary>
internal sealed class ReplicaSlot(Epoch epoch)
{
    /// <summary>The change that loads or has loaded it.</summary>
    public Epoch Epoch => epoch;

    /// <summary>What the runtime gave; null while it is being loaded.</summary>
    public Replica? Replica { get; set; }

    /// <summary>Whether it is to be unloaded as soon as it is loaded.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Whether its unload is under way.</summary>
    public bool IsUnloading { get; set; }
}
