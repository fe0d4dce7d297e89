using Akka.Actor.Setup;
using Microsoft.Extensions.Logging;

namespace NeuronActors.Hosting;

/// <summary>What the runtime takes that no HOCON can hold; added to the <see cref="ActorSystemSetup"/> of a system.</summary>
public sealed class NeuronCoresSetup : Setup
{
    internal static readonly NeuronCoresSetup Empty = new();

    /// <summary>
    /// Makes the runtime, instead of the one that <c>neuron.runtime</c> names. The actor system owns what it returns and disposes it.
    /// </summary>
    public Func<INeuronRuntime>? Runtime { get; init; }

    /// <summary>Where to log; without it, to the actor system's own log.</summary>
    public ILoggerFactory? Logs { get; init; }

    /// <summary>The clock that deadlines are held against; the system's without it.</summary>
    public TimeProvider? Clock { get; init; }
}
