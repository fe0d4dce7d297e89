namespace NeuronActors.Cluster.Files;

/// <summary>How far a model has come.</summary>
/// <param name="Bytes">The bytes that are here, those of an earlier try included.</param>
/// <param name="TotalBytes">The bytes of the whole model.</param>
/// <param name="Source">The source they come from now; null while what is here already is checked.</param>
internal readonly record struct TransferProgress(long Bytes, long TotalBytes, string? Source);
