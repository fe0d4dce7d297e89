using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace NeuronActors.Node.Serve.Listening;

/// <summary>Reads the certificates and says to the server what to do with them.</summary>
internal static class TlsSetup
{
    /// <exception cref="ServeException">A file is missing or is no certificate.</exception>
    public static HttpsConnectionAdapterOptions Create(TlsSettings settings)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(settings.Certificate);
            var options = new HttpsConnectionAdapterOptions
            {
                ServerCertificate = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.Key ?? settings.Certificate),
                ServerCertificateChain = chain,
            };
            if (settings.ClientAuthorities is { } file) TrustClients(options, file);
            return options;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ServeException($"The TLS certificates cannot be read: {unreadable.Message.TrimEnd('.')}.");
        }
    }

    // A certificate is asked for and need not be shown: inference may be open. One that is shown must be of these authorities.
    private static void TrustClients(HttpsConnectionAdapterOptions options, string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        if (authorities.Count == 0) throw new ServeException($"There is no certificate in {file}.");

        options.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        options.ClientCertificateValidation = (certificate, chain, _) =>
        {
            using var own = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            own.ChainPolicy.CustomTrustStore.AddRange(authorities);
            own.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
            if (chain is not null) own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
            return own.Build(certificate);
        };
    }
}
