namespace NeuronActors.Routing;

/// <summary>A replica as its router sees it.</summary>
internal enum RouteeState
{
    /// <summary>Takes requests.</summary>
    Ready,

    /// <summary>Takes no new requests; those in flight finish.</summary>
    Draining,

    /// <summary>Unloaded, or lost with its core.</summary>
    Gone,
}
