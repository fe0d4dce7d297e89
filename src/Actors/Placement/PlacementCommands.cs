using NeuronActors.Serialization;

namespace NeuronActors;

/// <summary>
/// What the placement coordinator takes. Told to <c>/user/neuron/placement</c> or to the entry actor. A command is answered once, when
/// it has taken effect or has failed; commands of one model are carried out one after the other, in order of arrival.
/// </summary>
public abstract record PlacementCommand : INeuronWireMessage
{
    private protected PlacementCommand()
    {
    }
}

/// <summary>
/// Loads a model from a file or folder of the node that gets this. Answers: <see cref="PlacementChanged"/>,
/// <see cref="PlacementRejected"/> or <see cref="PlacementFailed"/>. Repeating it is refused while the name is taken.
/// </summary>
/// <param name="Path">The path on that node.</param>
public sealed record LoadModel(string Path) : PlacementCommand
{
    /// <summary>The name it gets; null takes the file's or folder's own.</summary>
    public ModelName? Name { get; init; }

    /// <summary>The first core; −1 chooses the least used.</summary>
    public int StartNc { get; init; } = -1;

    /// <summary>How many cores get a replica of every subgraph; −1 is one.</summary>
    public int NcCount { get; init; } = -1;

    /// <summary>A replica on every visible core, whatever <see cref="StartNc"/> and <see cref="NcCount"/> say.</summary>
    public bool Multicore { get; init; }
}

/// <summary>
/// Takes a model out of service: requests in flight finish, then every replica is unloaded. Answers: <see cref="ModelUnloaded"/>,
/// <see cref="PlacementRejected"/> or <see cref="PlacementFailed"/>.
/// </summary>
/// <param name="Model">The model.</param>
public sealed record UnloadModel(ModelName Model) : PlacementCommand;

/// <summary>
/// Moves a loaded model, or one subgraph of it: <c>torch_neuronx.set_neuron_cores</c>. Answers: <see cref="PlacementChanged"/> with the
/// entry that results, <see cref="PlacementRejected"/> (nothing was touched) or <see cref="PlacementFailed"/> (a step failed; the model
/// is back where it was, or the answer says what is left). Repeating it changes nothing further.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="StartNc">The first core; −1 chooses the least used.</param>
/// <param name="NcCount">How many cores get a replica; −1 is one.</param>
public sealed record SetNeuronCores(ModelName Model, int StartNc = -1, int NcCount = -1) : PlacementCommand
{
    /// <summary>The one subgraph to move; null moves all, each by the same rule.</summary>
    public string? Subgraph { get; init; }

    /// <summary>The order of the move's halves; null takes the configured one.</summary>
    public MovePolicy? Policy { get; init; }
}

/// <summary>
/// Puts a replica on every visible core: <c>torch_neuronx.set_multicore</c>. The same as <see cref="SetNeuronCores"/> with 0 and the
/// visible count, with the same answers.
/// </summary>
/// <param name="Model">The model.</param>
public sealed record SetMulticore(ModelName Model) : PlacementCommand
{
    /// <summary>The one subgraph to replicate; null replicates all.</summary>
    public string? Subgraph { get; init; }

    /// <summary>The order of a move's halves; null takes the configured one.</summary>
    public MovePolicy? Policy { get; init; }
}

/// <summary>Asks where a model is. Answers: <see cref="ModelPlacement"/> or <see cref="PlacementRejected"/>.</summary>
/// <param name="Model">The model.</param>
public sealed record GetPlacement(ModelName Model) : PlacementCommand;

/// <summary>Asks for the whole placement table. Answer: <see cref="PlacementTable"/>.</summary>
public sealed record GetPlacementTable : PlacementCommand;

/// <summary>Asks for every core and what it does. Answer: <see cref="CoreTable"/>.</summary>
public sealed record GetCores : PlacementCommand;
