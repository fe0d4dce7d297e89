using System.Security.Cryptography;
using System.Text;

namespace NeuronActors.Node.Serving.Security;

/// <summary>Decides whether a call may be made. The same for every front end; nothing is asked for where nothing is configured.</summary>
internal sealed class AccessControl
{
    private const string Scheme = "Bearer ";

    private readonly AccessSettings _settings;
    private readonly byte[]? _hashOfKey;

    public AccessControl(AccessSettings settings)
    {
        _settings = settings;
        _hashOfKey = settings.ApiKey is { } key ? Hash(key) : null;
    }

    private bool IsConfigured => _hashOfKey is not null || _settings.TrustsCertificates;

    /// <summary>Whether a call of this level needs anything, so that the credentials need not be looked at otherwise.</summary>
    public bool Guards(AccessLevel level) => IsConfigured && level switch
    {
        AccessLevel.Open => false,
        AccessLevel.Inference => _settings.ClosesInference,
        _ => true,
    };

    /// <summary>Why a guarded call is refused; null when it may be made.</summary>
    /// <param name="authorization">The <c>Authorization</c> header or metadata: <c>Bearer KEY</c>.</param>
    /// <param name="apiKey">The <c>X-Api-Key</c> header or metadata.</param>
    /// <param name="hasCertificate">Whether the connection showed a client certificate that TLS has accepted.</param>
    public ServingError? Refusal(string? authorization, string? apiKey, bool hasCertificate)
    {
        if (_settings.TrustsCertificates && hasCertificate) return null;

        var given = authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..] : apiKey;
        if (_hashOfKey is not null && given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _hashOfKey)) return null;

        var needed = (_hashOfKey is not null, _settings.TrustsCertificates) switch
        {
            (true, true) => "the API key of this node, or a client certificate that it trusts",
            (true, false) => "the API key of this node",
            _ => "a client certificate that this node trusts",
        };
        return new ServingError(ServingErrorKind.Unauthenticated, $"This call needs {needed}.");
    }

    // Of one length whatever the key's, so that the time of the comparison tells nothing, not even that.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
