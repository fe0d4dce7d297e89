namespace NeuronActors.Cluster.Transport;

/// <summary>What an entry of a batch says. The numbers are part of the wire; a reader skips those it does not know.</summary>
internal enum FrameBatchKind : byte
{
    None = 0,

    /// <summary>A request, or its answer.</summary>
    Frame = 1,

    /// <summary>Whoever sent the request needs no answer any more.</summary>
    TakenBack = 2,

    /// <summary>There is an answer, and this is the ticket for it.</summary>
    Parked = 3,
}
