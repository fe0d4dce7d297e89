using Akka.Actor;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Placement;

/// <summary>A change that has been asked for and has not begun.</summary>
/// <param name="Model">The model it concerns.</param>
/// <param name="Command">The command that asks for it; null for one that the coordinator makes itself, to heal a model.</param>
/// <param name="ReplyTo">Who is answered.</param>
internal sealed record QueuedChange(ModelName Model, PlacementCommand? Command, IActorRef ReplyTo)
{
    /// <summary>For a load: what was read from the file; null until it has been read.</summary>
    public ModelPackage? Package { get; set; }

    /// <summary>Why the file could not be read.</summary>
    public PlacementRejected? Flaw { get; set; }

    public bool IsHealing => Command is null;

    /// <summary>Whether it can begin as far as it is concerned.</summary>
    public bool IsReady => Command is not LoadModel || Package is not null || Flaw is not null;
}
