using NeuronActors.Node.Serving.Health;
using NeuronActors.Node.Serving.Inference;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Pool;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving;

/// <summary>
/// All that a front end needs of a node, whatever it speaks: REST, gRPC, the dashboard and the metrics are thin shells around this. Each
/// part is in the service provider by itself as well.
/// </summary>
/// <param name="NodeName">The name of this node, as answers carry it.</param>
/// <param name="Cores">The runtime.</param>
/// <param name="Catalog">The models that serve.</param>
/// <param name="Inference">Runs a request.</param>
/// <param name="Repository">The models that there are; loads and unloads them.</param>
/// <param name="Placement">Shows and changes where models are.</param>
/// <param name="Health">Whether the node lives and is ready.</param>
/// <param name="Lifetime">Whether the node is on its way down.</param>
/// <param name="Pool">The way to the pool, where the node takes part in one.</param>
internal sealed record NodeParts(
    string NodeName,
    NeuronCores Cores,
    ModelCatalog Catalog,
    InferenceGateway Inference,
    ModelRepository Repository,
    PlacementGateway Placement,
    NodeHealth Health,
    NodeLifetime Lifetime,
    PoolAccess Pool);
