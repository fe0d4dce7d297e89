using System.Diagnostics;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>A model of the pool: this node's replicas first while they are free, else another node's.</summary>
internal sealed class PoolTarget(NeuronPool pool, ModelName name, SubgraphSignature signature) : ModelTarget(name, signature)
{
    public override ValueTask<InferAnswer> TryInferAsync(ImmutableArray<NamedTensor> inputs, InferOptions options, CancellationToken cancellationToken) =>
        pool.InferAsync(
            new Infer(Name, inputs)
            {
                Subgraph = options.Subgraph,
                Deadline = options.Deadline,
                Priority = options.Priority,
                RetryOnFault = options.RetryOnFault,
                TraceContext = Activity.Current?.Context ?? default,
            },
            cancellationToken);
}
