using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster;

/// <summary>A command for the pool was refused before anything was touched; <see cref="Rejection"/> says why.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its answer.")]
public sealed class PoolException(PoolRejected rejection) : Exception(rejection.Message)
{
    /// <summary>The answer of the pool.</summary>
    public PoolRejected Rejection { get; } = rejection;

    /// <summary>Why it was refused.</summary>
    public PoolRejection Reason => Rejection.Reason;
}
