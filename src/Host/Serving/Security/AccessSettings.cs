namespace NeuronActors.Node.Serving.Security;

/// <summary>What callers have to show.</summary>
/// <param name="ApiKey">The key; null when there is none.</param>
/// <param name="TrustsCertificates">Whether a client certificate that TLS has accepted is as good as the key.</param>
/// <param name="ClosesInference">Whether inference needs it too.</param>
internal sealed record AccessSettings(string? ApiKey = null, bool TrustsCertificates = false, bool ClosesInference = false);
