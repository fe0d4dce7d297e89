using System.Net;
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
        using var certificates = new TestCertificates();
        await using var node = await TestNode.StartAsync([("model-repository", _repository.Root), ("http", "https://127.0.0.1:0"), .. certificates.Settings]);

        using (var nobody = ClientOf(node, null))
        {
            Assert.Equal(HttpStatusCode.OK, (await nobody.PostJsonAsync(Infer, One)).Status);
            await AssertAdministrationAsync(nobody, HttpStatusCode.Unauthorized);
        }

        using (var known = ClientOf(node, certificates.Friend)) await AssertAdministrationAsync(known, HttpStatusCode.OK);
        using var unknown = ClientOf(node, certificates.Stranger);
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

    private static HttpClient ClientOf(TestNode node, X509Certificate2? certificate) =>
        new(TestCertificates.HandlerOf(certificate)) { BaseAddress = node.Http };
}
