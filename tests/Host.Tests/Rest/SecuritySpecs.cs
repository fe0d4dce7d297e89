using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest;

/// <summary>Keys and certificates.</summary>
public sealed class SecuritySpecs : IDisposable
{
    private const string Infer = "/v2/models/same/infer";
    private const string One = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task With_a_key_administration_needs_it_and_inference_and_health_do_not()
    {
        await using var node = await TestNode.StartAsync(("model-repository", _repository.Root), ("api-key", "open sesame"));

        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync(Infer, One)).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
        await AssertAdministrationAsync(node.Client, HttpStatusCode.Unauthorized);
        node.Client.Authorize("open sesam");
        await AssertAdministrationAsync(node.Client, HttpStatusCode.Unauthorized);
        node.Client.Authorize("open sesame");
        await AssertAdministrationAsync(node.Client, HttpStatusCode.OK);
        node.Client.DefaultRequestHeaders.Authorization = null;
        node.Client.DefaultRequestHeaders.Add("X-Api-Key", "open sesame");
        await AssertAdministrationAsync(node.Client, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Inference_may_be_closed_too()
    {
        await using var node = await TestNode.StartAsync(("model-repository", _repository.Root), ("api-key", "open sesame"), ("close-inference", "true"));

        var (status, body) = await node.Client.PostJsonAsync(Infer, One);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("This call needs the API key of this node.", body.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/live")).Status);
        node.Client.Authorize("open sesame");
        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync(Infer, One)).Status);
    }

    [Fact]
    public async Task A_client_certificate_of_a_trusted_authority_is_as_good_as_a_key()
    {
        using var authority = Certificate("CN=authority", issuer: null, isAuthority: true);
        using var server = Certificate("CN=localhost", authority);
        using var friend = Certificate("CN=friend", authority);
        using var stranger = Certificate("CN=stranger", issuer: null);
        var (certificate, key, authorities) = (Save("server.pem", server.ExportCertificatePem()), Save("server.key", KeyOf(server)), Save("ca.pem", authority.ExportCertificatePem()));
        await using var node = await TestNode.StartAsync(
            ("model-repository", _repository.Root), ("http", "https://127.0.0.1:0"), ("tls-certificate", certificate), ("tls-key", key), ("tls-client-ca", authorities));

        using (var nobody = ClientOf(node, null))
        {
            Assert.Equal(HttpStatusCode.OK, (await nobody.PostJsonAsync(Infer, One)).Status);
            await AssertAdministrationAsync(nobody, HttpStatusCode.Unauthorized);
        }

        using (var known = ClientOf(node, friend)) await AssertAdministrationAsync(known, HttpStatusCode.OK);
        using var unknown = ClientOf(node, stranger);
        await Assert.ThrowsAsync<HttpRequestException>(() => unknown.GetJsonAsync("/v2/health/live"));
        using var again = ClientOf(node, null);
        Assert.Equal(HttpStatusCode.OK, (await again.GetJsonAsync("/v2/health/live")).Status);
    }

    [Fact]
    public async Task The_address_of_the_metrics_serves_no_rest()
    {
        await using var node = await TestNode.StartAsync(("model-repository", _repository.Root));
        using var other = new HttpClient { BaseAddress = node.Metrics };

        Assert.Equal(HttpStatusCode.NotFound, (await other.GetJsonAsync("/v2/health/live")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostJsonAsync(Infer, One)).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync(Infer, One)).Status);
    }

    private static async Task AssertAdministrationAsync(HttpClient client, HttpStatusCode status)
    {
        Assert.Equal(status, (await client.PostJsonAsync("/v2/repository/index")).Status);
        Assert.Equal(status, (await client.PostJsonAsync("/v2/repository/models/same/load")).Status);
        Assert.Equal(status, (await client.GetJsonAsync("/v2/neuron/cores")).Status);
        Assert.Equal(status, (await client.GetJsonAsync("/v2/neuron/models/same/placement")).Status);
        Assert.Equal(status, (await client.PostJsonAsync("/v2/neuron/models/same/placement", """{"start_nc":1}""")).Status);
    }

    private static HttpClient ClientOf(TestNode node, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Issuer == "CN=authority",
                ClientCertificates = certificate is null ? [] : [certificate],
            },
        };
        return new HttpClient(handler) { BaseAddress = node.Http };
    }

    private string Save(string name, string text)
    {
        var path = Path.Combine(_repository.Root, "." + name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 Certificate(string name, X509Certificate2? issuer, bool isAuthority = false)
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
