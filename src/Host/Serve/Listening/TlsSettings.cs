namespace NeuronActors.Node.Serve.Listening;

/// <summary>The certificates of https addresses.</summary>
/// <param name="Certificate">The file with the certificate and its chain, PEM.</param>
/// <param name="Key">The file with its key, PEM; null when that is in the same file.</param>
/// <param name="ClientAuthorities">The file with the authorities of client certificates, PEM; null when none are taken.</param>
internal sealed record TlsSettings(string Certificate, string? Key, string? ClientAuthorities);
