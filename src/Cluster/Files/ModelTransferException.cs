using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster.Files;

/// <summary>A model's files could not be offered, or could not be had from another node.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its kind.")]
internal sealed class ModelTransferException(TransferFailure kind, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What kind of failure it is.</summary>
    public TransferFailure Kind { get; } = kind;
}
