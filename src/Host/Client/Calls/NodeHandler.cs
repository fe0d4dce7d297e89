using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NeuronActors.Node.Client.Calls;

/// <summary>Makes the connections to a node.</summary>
internal static class NodeHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="ClientException">The file of the authorities cannot be read.</exception>
    [SuppressMessage("Security", "CA5359:Do Not Disable Certificate Validation", Justification = "Somebody asked for it by an option of that name.")]
    public static SocketsHttpHandler Create(NodeAddress address, int maxConnections = int.MaxValue)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = maxConnections,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        if (address.IsInsecure) handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        else if (address.CaFile is { } file) handler.SslOptions.CertificateChainPolicy = PolicyOf(file);
        return handler;
    }

    private static X509ChainPolicy PolicyOf(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw ClientException.Usage($"The authorities in --ca cannot be read: {unreadable.Message.TrimEnd('.')}.");
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw ClientException.Usage($"There is no certificate in {file}.");
    }
}
