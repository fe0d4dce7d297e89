using Akka.Actor;

namespace NeuronActors.Placement;

/// <summary>The steps in which a node goes down, each told to the coordinator by a phase of CoordinatedShutdown.</summary>
internal static class ShutdownProtocol
{
    public abstract record Message : INoSerializationVerificationNeeded;

    /// <summary>Refuse every new request and command. Answered <see cref="Done"/> at once.</summary>
    public sealed record Announce : Message;

    /// <summary>Answered <see cref="Done"/> once every accepted request is answered and no change is under way.</summary>
    public sealed record AwaitIdle : Message;

    /// <summary>Unload everything. Answered <see cref="Unloaded"/>.</summary>
    public sealed record UnloadAll : Message;

    public sealed record Done : INoSerializationVerificationNeeded;

    /// <summary>Nothing is loaded any more.</summary>
    /// <param name="IsClean">Whether every core is; on one that is not, a call does not return, and the runtime must not be closed.</param>
    public sealed record Unloaded(bool IsClean) : INoSerializationVerificationNeeded;
}
