namespace NeuronActors.Routing;

/// <summary>What bounds a router.</summary>
/// <param name="QueueCapacity">How many requests of a model may wait for a replica at once.</param>
/// <param name="RefusesHopeless">Whether a request that by the present pace cannot meet its deadline is refused on arrival.</param>
internal sealed record RouterLimits(int QueueCapacity, bool RefusesHopeless = true);
