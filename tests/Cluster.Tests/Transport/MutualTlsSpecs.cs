using System.Net.Http.Headers;
using System.Net.Security;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public sealed class MutualTlsSpecs : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Nodes_of_one_authority_talk()
    {
        await using var nodes = await TwoNodes.StartAsync(channel: With(_certificates.Issue()), server: With(_certificates.Issue()));

        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task A_channel_of_another_authority_gets_nothing()
    {
        using var others = new TestCertificates();
        var foreign = others.Issue() with { CaFile = _certificates.AuthorityFile };

        await AssertGetsNothingAsync(With(foreign), _certificates.Issue());
    }

    [Fact]
    public async Task A_channel_does_not_talk_to_a_listener_of_another_authority()
    {
        using var others = new TestCertificates();

        await AssertGetsNothingAsync(With(_certificates.Issue()), others.Issue());
    }

    [Fact]
    public async Task A_channel_whose_certificate_has_expired_gets_nothing()
    {
        await AssertGetsNothingAsync(With(_certificates.Issue(days: -1)), _certificates.Issue());
    }

    [Fact]
    public async Task A_channel_without_tls_gets_nothing()
    {
        await AssertGetsNothingAsync(new TransportSettings(), _certificates.Issue());
    }

    [Fact]
    public async Task A_peer_without_a_certificate_gets_nothing()
    {
        await using var server = await TensorServer.StartAsync(With(_certificates.Issue()), (infer, _) => ValueTask.FromResult(TwoNodes.Echo(infer)));
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://127.0.0.1:{server.Port}/neuron.Node/Infer")
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request));
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_not_enough_unless_that_is_allowed()
    {
        var elsewhere = _certificates.Issue(host: "elsewhere.example");

        await AssertGetsNothingAsync(With(_certificates.Issue()), elsewhere);
        await using var nodes = await TwoNodes.StartAsync(channel: With(_certificates.Issue() with { CheckHost = false }), server: With(elsewhere));
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task Certificates_that_are_reloaded_count_from_the_next_connection_on()
    {
        var settings = _certificates.Issue(days: -1);
        var certificates = TransportCertificates.Of(settings)!;
        await using var server = await TensorServer.StartAsync(
            With(settings), (infer, _) => ValueTask.FromResult(TwoNodes.Echo(infer)), certificates: certificates);
        await using var channel = new TensorChannels(With(_certificates.Issue())).Open(TwoNodes.EndpointAt(server.Port));
        await Assert.ThrowsAsync<NodeLostException>(() => AskAsync(channel));

        var fresh = _certificates.Issue();
        File.Copy(fresh.CertificateFile, settings.CertificateFile, overwrite: true);
        File.Copy(fresh.KeyFile, settings.KeyFile, overwrite: true);
        certificates.Reload();

        Assert.IsType<InferCompleted>((await AskAsync(channel)).Answer);
    }

    [Fact]
    public void Files_that_are_no_certificates_are_named_and_what_was_loaded_stays()
    {
        var settings = _certificates.Issue();
        var certificates = TransportCertificates.Of(settings)!;
        File.WriteAllText(settings.KeyFile, "nothing");

        var flaw = Assert.Throws<ArgumentException>(certificates.Reload);

        Assert.Contains(settings.KeyFile, flaw.Message, StringComparison.Ordinal);
        Assert.NotNull(certificates.ForListener().ServerCertificateContext);
        Assert.Null(TransportCertificates.Of(null));
    }

    private static TransportSettings With(TlsSettings tls) => new() { Tls = tls, Address = "127.0.0.1" };

    private static Task<RemoteAnswer> AskAsync(TensorChannel channel) =>
        channel.InferAsync(TwoNodes.Request(1), CancellationToken.None).AsTask().WaitAsync(Patience.Long);

    private async Task AssertGetsNothingAsync(TransportSettings channel, TlsSettings server)
    {
        var asked = 0;
        await using var listener = await TensorServer.StartAsync(With(server), (infer, _) =>
        {
            Interlocked.Increment(ref asked);
            return ValueTask.FromResult(TwoNodes.Echo(infer));
        });
        await using var stranger = new TensorChannels(channel).Open(TwoNodes.EndpointAt(listener.Port));

        await Assert.ThrowsAsync<NodeLostException>(() => AskAsync(stranger));

        Assert.Equal(0, asked);
        if (server.CaFile != _certificates.AuthorityFile) return;

        await using var known = new TensorChannels(With(_certificates.Issue() with { CheckHost = false })).Open(TwoNodes.EndpointAt(listener.Port));
        Assert.IsType<InferCompleted>((await AskAsync(known)).Answer);
    }
}
