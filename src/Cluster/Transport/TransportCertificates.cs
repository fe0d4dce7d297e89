using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// The certificates of mutual TLS, read from their files. <see cref="Reload"/> reads them anew; connections made after that use the new
/// ones.
/// </summary>
internal sealed class TransportCertificates
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private readonly TlsSettings _settings;
    private volatile Loaded _loaded;

    private TransportCertificates(TlsSettings settings)
    {
        _settings = settings;
        _loaded = Load(settings);
    }

    /// <summary>What the files are, and what is asked of peers beyond the CA.</summary>
    public TlsSettings Settings => _settings;

    /// <summary>Reads the files; null when there is to be no TLS.</summary>
    /// <exception cref="ArgumentException">A file cannot be read, or is no certificate or not its key.</exception>
    public static TransportCertificates? Of(TlsSettings? settings) => settings is null ? null : new TransportCertificates(settings);

    /// <summary>Reads the files again. What cannot be read leaves everything as it was.</summary>
    /// <exception cref="ArgumentException">As at first.</exception>
    public void Reload() => _loaded = Load(_settings);

    /// <summary>What a listener asks of a connection: a certificate of the CA.</summary>
    public SslServerAuthenticationOptions ForListener()
    {
        var loaded = _loaded;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = loaded.Own,
            ClientCertificateRequired = true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            RemoteCertificateValidationCallback = (_, peer, presented, _) => IsTrusted(loaded, peer, presented),
        };
    }

    /// <summary>What a channel asks of the node that it connects to: a certificate of the CA, for that node's host.</summary>
    public SslClientAuthenticationOptions ForChannel()
    {
        var loaded = _loaded;
        return new SslClientAuthenticationOptions
        {
            ClientCertificateContext = loaded.Own,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, peer, presented, errors) =>
                (!_settings.CheckHost || !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
                && IsTrusted(loaded, peer, presented),
        };
    }

    private static bool IsTrusted(Loaded loaded, X509Certificate? peer, X509Chain? presented)
    {
        if (peer is not X509Certificate2 certificate) return false;

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(loaded.Roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;

        // A node is on either side, so its certificate is good for both.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerUsage));
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUsage));
        if (presented is not null) chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        return chain.Build(certificate);
    }

    private static Loaded Load(TlsSettings settings)
    {
        settings.Validate();
        var roots = new X509Certificate2Collection();
        var chain = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(settings.CaFile);
            chain.ImportFromPemFile(settings.CertificateFile);
            if (roots.Count == 0) throw new CryptographicException($"'{settings.CaFile}' holds no certificate.");

            var own = X509Certificate2.CreateFromPemFile(settings.CertificateFile, settings.KeyFile);
            return new Loaded(roots, SslStreamCertificateContext.Create(own, chain, offline: true));
        }
        catch (Exception flaw) when (flaw is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ArgumentException(
                $"The certificates '{settings.CaFile}', '{settings.CertificateFile}' and its key '{settings.KeyFile}' cannot be used: {flaw.Message}", flaw);
        }
    }

    private sealed record Loaded(X509Certificate2Collection Roots, SslStreamCertificateContext Own);
}
