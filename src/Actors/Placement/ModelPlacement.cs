namespace NeuronActors;

/// <summary>The entry of the placement table for one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Epoch">The last change of it that took effect.</param>
/// <param name="Subgraphs">Its subgraphs in execution order; empty for a model that has no Neuron subgraph.</param>
public sealed record ModelPlacement(ModelName Model, Epoch Epoch, ImmutableArray<SubgraphPlacement> Subgraphs) : PlacementAnswer
{
    /// <inheritdoc/>
    public bool Equals(ModelPlacement? other) =>
        other is not null && Model == other.Model && Epoch == other.Epoch && Subgraphs.AsSpan().SequenceEqual(other.Subgraphs.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Epoch, Subgraphs.Length);

    /// <summary>For people: <c>mnist epoch 4: mnist (2, 2) on 2, 3</c>.</summary>
    public override string ToString() => $"{Model} epoch {Epoch}: {string.Join("; ", Subgraphs)}";
}

/// <summary>Where one subgraph is.</summary>
/// <param name="Name">Its name within the model.</param>
/// <param name="Range">The placement that was asked for, with −1 resolved.</param>
/// <param name="Cores">
/// The cores that hold a replica now, in rotation order: those of <paramref name="Range"/>, except where a core is out of service.
/// </param>
public sealed record SubgraphPlacement(string Name, NcRange Range, ImmutableArray<VisibleCoreIndex> Cores)
{
    /// <inheritdoc/>
    public bool Equals(SubgraphPlacement? other) =>
        other is not null && Name == other.Name && Range == other.Range && Cores.AsSpan().SequenceEqual(other.Cores.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Range, Cores.Length);

    /// <summary>For people: <c>features (2, 2) on 2, 3</c>.</summary>
    public override string ToString() => $"{Name} {Range} on {(Cores.IsEmpty ? "no core" : string.Join(", ", Cores))}";
}

/// <summary>Every loaded model's entry.</summary>
/// <param name="Models">The entries, ordered by name.</param>
public sealed record PlacementTable(ImmutableArray<ModelPlacement> Models) : PlacementAnswer;

/// <summary>Every visible core.</summary>
/// <param name="Runtime">What executes.</param>
/// <param name="Cores">The cores in order of their visible index.</param>
public sealed record CoreTable(RuntimeKind Runtime, ImmutableArray<CoreStatus> Cores) : PlacementAnswer;

/// <summary>What one core holds and has done.</summary>
/// <param name="Core">Both of its numbers.</param>
/// <param name="State">Whether it is in service.</param>
/// <param name="Replicas">What is loaded on it, or on its way.</param>
public sealed record CoreStatus(NeuronCoreInfo Core, CoreState State, ImmutableArray<ReplicaStatus> Replicas)
{
    /// <summary>Why it is out of service; null while it is in service.</summary>
    public string? Reason { get; init; }

    /// <summary>Executions handed to it and not ended, the waiting ones included.</summary>
    public int InFlight { get; init; }

    /// <summary>Executions that ended well, since the start.</summary>
    public long Executed { get; init; }

    /// <summary>Executions that failed, since the start.</summary>
    public long Failed { get; init; }

    /// <summary>Its device memory.</summary>
    public CoreMemory Memory { get; init; }
}

/// <summary>One replica on a core.</summary>
/// <param name="Model">Its model.</param>
/// <param name="Subgraph">Its subgraph.</param>
/// <param name="State">Where it is in its life.</param>
public sealed record ReplicaStatus(ModelName Model, string Subgraph, ReplicaState State)
{
    /// <summary>The device memory that it takes, in bytes; 0 where the runtime does not know, and while it is on its way.</summary>
    public long MemoryBytes { get; init; }
}

/// <summary>Whether a core is in service.</summary>
public enum CoreState
{
    /// <summary>In service.</summary>
    Ready,

    /// <summary>Out of service after a fault; probed from time to time.</summary>
    Quarantined,

    /// <summary>Out of service while a call into the runtime does not return.</summary>
    Hung,
}

/// <summary>Where a replica is in its life.</summary>
public enum ReplicaState
{
    /// <summary>On its way onto the core.</summary>
    Loading,

    /// <summary>Takes requests.</summary>
    Ready,

    /// <summary>Takes no new requests; those in flight finish.</summary>
    Draining,

    /// <summary>On its way off the core.</summary>
    Unloading,
}
