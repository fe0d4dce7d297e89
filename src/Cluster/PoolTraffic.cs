namespace NeuronActors.Cluster;

/// <summary>What has gone between this node and the others since its start.</summary>
/// <param name="Completed">Requests sent to another node and answered with a result.</param>
/// <param name="Refused">Requests that another node refused.</param>
/// <param name="Failed">Requests that failed on another node.</param>
/// <param name="Lost">Requests whose node was lost before it answered.</param>
/// <param name="Served">Requests of other nodes that were run here or refused.</param>
/// <param name="BytesSent">Bytes of tensors to other nodes.</param>
/// <param name="BytesReceived">Bytes of tensors from other nodes.</param>
public readonly record struct PoolTraffic(long Completed, long Refused, long Failed, long Lost, long Served, long BytesSent, long BytesReceived);
