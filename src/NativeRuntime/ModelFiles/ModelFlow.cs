using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>
/// How tensors flow through the subgraphs of a model, worked out once: which inputs the model has, which outputs it answers with, and
/// where each input of each subgraph comes from, as plain indices.
/// </summary>
public sealed class ModelFlow
{
    /// <summary>Works out the flow of a model.</summary>
    /// <param name="package">The model.</param>
    /// <param name="signatures">The signatures of its subgraphs, in the order of the model.</param>
    /// <exception cref="ArgumentException">There are not as many signatures as subgraphs.</exception>
    /// <exception cref="ModelFileException">The subgraphs do not fit together; the message names both ends.</exception>
    public ModelFlow(ModelPackage package, ImmutableArray<SubgraphSignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (signatures.IsDefault || signatures.Length != package.Subgraphs.Length)
        {
            var given = signatures.IsDefault ? 0 : signatures.Length;
            var message = $"The model has {package.Subgraphs.Length} subgraphs, and {given} signatures were given.";
            throw new ArgumentException(message, nameof(signatures));
        }

        var steps = package.AllSteps;
        StageSubgraphs = [.. steps.Select(step => step.Subgraph)];
        (Signature, StageInputs, Outputs) = new ModelFlowBuilder(package, steps, [.. steps.Select(step => signatures[step.Subgraph])]).Build();
    }

    /// <summary>The subgraph of each stage, by its place in the model. A subgraph may run in several stages.</summary>
    public ImmutableArray<int> StageSubgraphs { get; }

    /// <summary>
    /// Inputs and outputs of the whole model under the names of the flow. Its inputs are those that no earlier subgraph produces, in
    /// the order of their first use; its outputs those that the package lists, or else all of the last subgraph.
    /// Dimension names that mean different sizes in different subgraphs are told apart: <c>n</c>, <c>decoder.n</c>.
    /// </summary>
    public SubgraphSignature Signature { get; }

    /// <summary>For each stage, in execution order: where each of its inputs comes from, in the order of its own signature.</summary>
    public ImmutableArray<ImmutableArray<TensorSource>> StageInputs { get; }

    /// <summary>Where each output of <see cref="Signature"/> comes from.</summary>
    public ImmutableArray<TensorSource> Outputs { get; }
}
