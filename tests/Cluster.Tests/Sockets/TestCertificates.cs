using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Sockets;

/// <summary>A certificate authority that lives as long as a spec, and the files of the certificates that it issues.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string Server = "1.3.6.1.5.5.7.3.1";
    public const string Client = "1.3.6.1.5.5.7.3.2";

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
    /// <param name="usages">What it is good for; none means both sides.</param>
    public TlsSettings Issue(string? host = null, int days = 10, params string[] usages) => Issue(_authority, "", host, days, usages);

    /// <summary>The files of a certificate of an authority that this one vouches for; its certificate stands in the file as well.</summary>
    public TlsSettings IssueBelowIntermediate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var number = ++_issued;
        var request = new CertificateRequest($"CN=authority {number}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var signed = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-2), DateTimeOffset.UtcNow.AddDays(20), [(byte)number]);
        using var intermediate = signed.CopyWithPrivateKey(key);
        return Issue(intermediate, intermediate.ExportCertificatePem(), host: null, days: 10, []);
    }

    /// <summary>The files of a certificate that nobody vouches for.</summary>
    public TlsSettings IssueSelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = Request(key, "CN=nobody", host: null, []).CreateSelfSigned(now.AddHours(-1), now.AddDays(10));
        return Files(certificate, key, "", ++_issued);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private TlsSettings Issue(X509Certificate2 issuer, string between, string? host, int days, string[] usages)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var number = ++_issued;
        var now = DateTimeOffset.UtcNow;
        var (from, to) = days > 0 ? (now.AddHours(-1), now.AddDays(days)) : (now.AddHours(-12), now.AddHours(-1));
        using var certificate = Request(key, $"CN=node {number}", host, usages).Create(issuer, from, to, [(byte)number]);
        return Files(certificate, key, between, number);
    }

    private static CertificateRequest Request(ECDsa key, string subject, string? host, string[] usages)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        string[] all = usages.Length > 0 ? usages : [Server, Client];
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. all.Select(usage => new Oid(usage))], false));
        return request;
    }

    private TlsSettings Files(X509Certificate2 certificate, ECDsa key, string between, int number) => new(
        AuthorityFile,
        Write($"node{number}.pem", certificate.ExportCertificatePem() + "\n" + between),
        Write($"node{number}.key", key.ExportPkcs8PrivateKeyPem()));

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, pem);
        return path;
    }
}
