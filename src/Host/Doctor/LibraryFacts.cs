using NeuronActors.NativeRuntime.Nrt;

namespace NeuronActors.Node.Doctor;

/// <summary>The device library as a report shows it.</summary>
/// <param name="Path">Where it was found; null when it was not.</param>
/// <param name="NotSupportedReason">Why it cannot be used; null when it can.</param>
/// <param name="Version">Its version, where it says one.</param>
/// <param name="Features">What it can do of what only some versions can.</param>
/// <param name="MissingExports">The exports that it lacks.</param>
/// <param name="Cores">How many cores it finds on the machine; null when it does not say.</param>
/// <param name="CoresReason">Why it does not say.</param>
internal sealed record LibraryFacts(
    string? Path,
    string? NotSupportedReason,
    string? Version,
    ImmutableArray<string> Features,
    ImmutableArray<string> MissingExports,
    int? Cores,
    string? CoresReason)
{
    public static LibraryFacts Of(NrtLibrary library)
    {
        var (count, reason) = library.CountCores();
        return new LibraryFacts(
            library.Path,
            library.NotSupportedReason,
            library.Version?.ToString(),
            [.. library.Features.Select(feature => feature.ToString())],
            library.MissingExports,
            count,
            reason);
    }
}
