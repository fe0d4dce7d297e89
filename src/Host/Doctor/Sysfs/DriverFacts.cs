namespace NeuronActors.Node.Doctor.Sysfs;

/// <summary>The kernel module.</summary>
/// <param name="IsLoaded">Whether it is there.</param>
/// <param name="Version">Its version, where it says one.</param>
internal sealed record DriverFacts(bool IsLoaded, string? Version);
