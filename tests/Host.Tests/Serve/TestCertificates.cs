using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NeuronActors.Node.Tests.Serve;

/// <summary>An authority, and certificates of it in files that a node can be given.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neuron-certificates-");
    private readonly X509Certificate2 _authority = Make("CN=authority", issuer: null, isAuthority: true);
    private readonly X509Certificate2 _server;

    public TestCertificates()
    {
        _server = Make("CN=localhost", _authority);
        Friend = Make("CN=friend", _authority);
        Stranger = Make("CN=stranger", issuer: null);
    }

    /// <summary>A client's, of the authority.</summary>
    public X509Certificate2 Friend { get; }

    /// <summary>A client's, of nobody.</summary>
    public X509Certificate2 Stranger { get; }

    /// <summary>The settings of a node that shows its certificate and trusts clients of the authority.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("tls-certificate", Save("server.pem", _server.ExportCertificatePem())),
        ("tls-key", Save("server.key", KeyOf(_server))),
        ("tls-client-ca", Save("ca.pem", _authority.ExportCertificatePem())),
    ];

    /// <summary>How a client connects that trusts the node, and shows a certificate or none.</summary>
    public static SocketsHttpHandler HandlerOf(X509Certificate2? certificate) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Issuer == "CN=authority",
            ClientCertificates = certificate is null ? [] : [certificate],
        },
    };

    public void Dispose()
    {
        foreach (var certificate in new[] { _authority, _server, Friend, Stranger }) certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Save(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority = false)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (!isAuthority) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var (from, to) = (TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1));
        if (issuer is null) return request.CreateSelfSigned(from.AddMinutes(-1), to.AddMinutes(1));

        using var signed = request.Create(issuer, from, to, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
