using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Sockets;

/// <summary>A certificate authority that lives as long as a spec, and the files of the certificates that it issues.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("neuron-certificates-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private int _issued;

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        AuthorityFile = Write("authority.pem", _authority.ExportCertificatePem());
    }

    public string AuthorityFile { get; }

    /// <summary>The files of a new certificate for a node.</summary>
    /// <param name="host">The name it is issued for; null means the loopback address.</param>
    /// <param name="days">How long it is good for; negative for one that has expired.</param>
    public TlsSettings Issue(string? host = null, int days = 10)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var number = ++_issued;
        var request = new CertificateRequest($"CN=node {number}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var now = DateTimeOffset.UtcNow;
        var (from, to) = days > 0 ? (now.AddHours(-1), now.AddDays(days)) : (now.AddHours(-12), now.AddHours(-1));
        using var certificate = request.Create(_authority, from, to, [(byte)number]);
        return new TlsSettings(
            AuthorityFile,
            Write($"node{number}.pem", certificate.ExportCertificatePem()),
            Write($"node{number}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, pem);
        return path;
    }
}
