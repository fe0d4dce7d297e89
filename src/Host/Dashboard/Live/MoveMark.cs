namespace NeuronActors.Node.Dashboard.Live;

/// <summary>A change of a model's placement, as it was seen.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="At">When it was seen to begin, in milliseconds since 1970.</param>
/// <param name="Until">When it was seen to be over; null while it goes on.</param>
/// <param name="From">The cores before; empty for a load.</param>
/// <param name="To">The cores after; as far as it has come while it goes on.</param>
internal sealed record MoveMark(string Model, string Version, long At, long? Until, string From, string To);
