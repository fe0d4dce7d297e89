using Akka.Actor;

namespace NeuronActors.Placement;

/// <summary>
/// The placement table, or the state of a core, is not what it was: published on the system's event stream for whoever shows or announces
/// it. A table that is asked for after this knows every change up to <paramref name="Settled"/>.
/// </summary>
internal sealed record PlacementNews(Epoch Settled) : INoSerializationVerificationNeeded;
