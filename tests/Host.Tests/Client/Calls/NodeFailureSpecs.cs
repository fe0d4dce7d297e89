using System.Net;
using System.Net.Sockets;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client.Calls;

public sealed class NodeFailureSpecs
{
    private static readonly NodeAddress Address = new(new Uri("http://node:8000"));

    [Theory]
    [InlineData(400, null, 1, "Too bad.")]
    [InlineData(401, null, 4, "Too bad. Give it with NEURON_ACTORS_API_KEY or --api-key.")]
    [InlineData(404, null, 5, "Too bad. 'neuron-actors models' lists what there is.")]
    [InlineData(500, null, 1, "Too bad.")]
    [InlineData(503, 3, 6, "Too bad. Try again in 3 s.")]
    [InlineData(503, null, 6, "Too bad. Try again later; 'neuron-actors cores' shows the state of the cores.")]
    [InlineData(504, null, 6, "Too bad. Give it more time with --timeout.")]
    [InlineData(507, null, 6, "Too bad. Unload something")]
    public void An_error_of_the_node_comes_with_what_to_do_next(int status, int? retryAfter, int code, string says)
    {
        var failure = NodeFailure.Of(Address, status, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null, """{"error":"Too bad."}""");

        Assert.StartsWith(says, failure.Message.Replace(System.CommandLine.RootCommand.ExecutableName, "neuron-actors", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(code, failure.ExitCode);
    }

    [Theory]
    [InlineData("<html>nginx</html>")]
    [InlineData("[]")]
    [InlineData("")]
    public void Who_answers_otherwise_is_no_node(string body) => Assert.Equal(3, NodeFailure.Of(Address, 404, null, body).ExitCode);

    [Fact]
    public async Task A_node_that_is_not_there_is_code_3()
    {
        // A port that was free a moment ago, and that nobody listens on.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        (await ClientRun.RunAsync("cores", "--url", $"http://127.0.0.1:{port}")).Failed(3, "the connection was refused. Start one with");
    }

    [Fact]
    public async Task A_key_that_is_missing_or_wrong_is_code_4_and_the_right_one_opens()
    {
        await using var node = await TestNode.StartAsync(("cores", "1"), ("api-key", "secret"));

        (await ClientRun.RunAsync(node, "cores")).Failed(4, "This call needs the API key of this node. Give it with NEURON_ACTORS_API_KEY or --api-key.");
        (await ClientRun.RunAsync(node, "cores", "--api-key", "wrong")).Failed(4, "This call needs the API key of this node.");
        (await ClientRun.RunAsync(node, "cores", "--api-key", "secret")).Succeeded();
    }

    [Fact]
    public async Task A_certificate_is_checked_against_the_named_authority_and_left_alone_on_request()
    {
        using var folder = new TestRepository();
        var (certificate, key) = TestCertificate.Write(folder.Root);
        await using var node = await TestNode.StartAsync(("cores", "1"), ("http", "https://127.0.0.1:0"), ("tls-certificate", certificate), ("tls-key", key));

        (await ClientRun.RunAsync(node, "cores")).Failed(3, "is not trusted");
        (await ClientRun.RunAsync(node, "cores", "--ca", certificate)).Succeeded();
        (await ClientRun.RunAsync(node, "cores", "--insecure")).Succeeded();
        (await ClientRun.RunAsync(node, "cores", "--ca", key)).Failed(2, "There is no certificate in");
    }
}
