using NeuronActors.Serialization;

namespace NeuronActors;

/// <summary>What the placement coordinator answers.</summary>
public abstract record PlacementAnswer : INeuronWireMessage
{
    private protected PlacementAnswer()
    {
    }
}

/// <summary>The change is in force.</summary>
/// <param name="Placement">The entry of the table that results.</param>
public sealed record PlacementChanged(ModelPlacement Placement) : PlacementAnswer
{
    /// <summary>How long the change took, from its first step to its last.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>The model is gone and its memory released.</summary>
/// <param name="Model">The model.</param>
/// <param name="Epoch">The change that took it out.</param>
public sealed record ModelUnloaded(ModelName Model, Epoch Epoch) : PlacementAnswer;

/// <summary>The command was refused before anything was touched.</summary>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
public sealed record PlacementRejected(PlacementRejection Reason, string Message) : PlacementAnswer
{
    /// <summary>With <see cref="PlacementRejection.InvalidArgument"/>: the parameter that is out of range, <c>ncCount</c> for example.</summary>
    public string? Parameter { get; init; }
}

/// <summary>A step of the change failed.</summary>
/// <param name="Step">The step.</param>
/// <param name="Kind">The reaction that the failure calls for.</param>
/// <param name="Message">What went wrong, for people.</param>
public sealed record PlacementFailed(PlacementStep Step, RuntimeErrorKind Kind, string Message) : PlacementAnswer
{
    /// <summary>Whether the model is back exactly where it was before. For a first load that means: nothing of it is loaded.</summary>
    public bool Restored { get; init; }

    /// <summary>Where the model is now; null when it is not loaded.</summary>
    public ModelPlacement? Placement { get; init; }

    /// <summary>The core on which the step failed.</summary>
    public VisibleCoreIndex? Core { get; init; }

    /// <summary>The raw status of the native library; null when there was none.</summary>
    public NeuronStatus? Status { get; init; }
}

/// <summary>Why a placement command was refused.</summary>
public enum PlacementRejection
{
    /// <summary>A count or a start that is out of range: what <c>torch_neuronx</c> raises as <c>ValueError</c>.</summary>
    InvalidArgument,

    /// <summary>No model, or no subgraph, of that name is loaded.</summary>
    ModelNotFound,

    /// <summary>A model of that name is loaded already, or is being loaded.</summary>
    NameTaken,

    /// <summary>The file is missing, damaged or of no kind that the runtime executes.</summary>
    BadModelFile,

    /// <summary>A core of the range is out of service.</summary>
    CoreUnavailable,

    /// <summary>This node is on its way down.</summary>
    Draining,
}

/// <summary>The steps of a placement change.</summary>
public enum PlacementStep
{
    /// <summary>The router was told to park what comes in.</summary>
    Hold,

    /// <summary>Requests in flight on a replica were left to finish.</summary>
    Drain,

    /// <summary>A replica was unloaded.</summary>
    Unload,

    /// <summary>A replica was loaded.</summary>
    Load,

    /// <summary>The router was given the new replicas and let its requests go.</summary>
    Release,
}
