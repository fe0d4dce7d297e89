using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Transport;

/// <summary>All that a node answers to other nodes.</summary>
/// <param name="Tensors">Inference.</param>
/// <param name="Watch">The calls that channels keep open.</param>
/// <param name="Files">Model files; null when it serves none.</param>
internal sealed record NodeService(TensorService Tensors, NodeWatch Watch, ModelFileService? Files);
