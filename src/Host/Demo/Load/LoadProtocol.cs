using Akka.Actor;

namespace NeuronActors.Node.Demo.Load;

/// <summary>What the load tells its callers. Stays within the process.</summary>
internal static class LoadProtocol
{
    /// <summary>
    /// A phase begins. Answered <see cref="PhaseEntered"/>: from then on nothing is counted for an earlier one but what was sent in it.
    /// Even phases are steady, odd ones are moves.
    /// </summary>
    public sealed record EnterPhase(int Phase) : INoSerializationVerificationNeeded;

    public sealed record PhaseEntered : INoSerializationVerificationNeeded;

    /// <summary>Send no more. Answered <see cref="Stopped"/> as soon as nothing is outstanding.</summary>
    public sealed record Stop : INoSerializationVerificationNeeded;

    public sealed record Stopped : INoSerializationVerificationNeeded;

    /// <summary>Hand over what was counted. Answered with a <see cref="CallerTally"/>, which belongs to whoever gets it.</summary>
    public sealed record GetTally : INoSerializationVerificationNeeded;
}
