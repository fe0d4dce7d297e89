using System.Net.Security;
using System.Net.Sockets;
using Akka.Configuration;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Security;

public sealed class RemotingTlsSpecs : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly TestCertificates _others = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _others.Dispose();
    }

    [Fact]
    public async Task Nodes_of_one_authority_hear_each_other_and_their_address_says_so()
    {
        await using var node = SecurePeer.Of(_certificates.Issue());

        Assert.Equal("akka.ssl.tcp", node.Address.Protocol);
        await AssertAnswersAsync(node);
    }

    [Fact]
    public async Task A_node_with_certificates_in_between_is_known_by_them()
    {
        await using var node = SecurePeer.Of(_certificates.Issue());
        await using var deeper = SecurePeer.Of(_certificates.IssueBelowIntermediate());

        Assert.Equal("hello", await deeper.AskAsync(node));
        Assert.Equal("hello", await node.AskAsync(deeper));
    }

    [Fact]
    public async Task A_peer_without_tls_is_not_heard()
    {
        await using var node = SecurePeer.Of(_certificates.Issue());
        await using var stranger = new RemotePeer("", setup => setup);

        await AssertNotHeardAsync(stranger, node);
    }

    [Fact]
    public async Task A_peer_without_a_certificate_is_not_heard()
    {
        await using var node = SecurePeer.Of(_certificates.Issue());
        using var socket = new TcpClient("127.0.0.1", node.Address.Port!.Value);
        await using var line = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // The client's side of TLS 1.3 is done before the other one has looked for a certificate; then the end comes with the first read.
            await line.AuthenticateAsClientAsync("127.0.0.1").WaitAsync(Patience.Long);
            var read = await line.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience.Long);
            throw read == 0 ? new IOException("closed") : new InvalidOperationException("It was answered.") { Data = { ["answered"] = true } };
        });

        Assert.Equal(0, node.Heard);
        await AssertAnswersAsync(node);
    }

    [Fact]
    public async Task Strangers_who_say_nothing_give_way_to_those_who_come_after_them()
    {
        // Nobody is sent away for taking long within this spec.
        await using var node = SecurePeer.Of(_certificates.Issue(), "akka.remote.dot-netty.tcp.connection-timeout = 10m");
        var port = node.Address.Port!.Value;
        using var first = new TcpClient("127.0.0.1", port);
        var closed = ClosedAsync(first);
        List<TcpClient> others = [];
        try
        {
            while (others.Count < 256) others.Add(new TcpClient("127.0.0.1", port));

            await closed.WaitAsync(Patience.Long);
            await AssertAnswersAsync(node);
        }
        finally
        {
            others.ForEach(other => other.Dispose());
        }
    }

    [Theory]
    [InlineData("another authority")]
    [InlineData("expired")]
    [InlineData("for servers only")]
    [InlineData("signed by itself")]
    public async Task A_peer_whose_certificate_is_not_good_is_not_heard_and_not_spoken_to(string flaw)
    {
        await using var node = SecurePeer.Of(_certificates.Issue());
        await using var stranger = SecurePeer.Stranger(Flawed(flaw));

        await AssertNotHeardAsync(stranger, node);

        // Another one: Akka.NET's own transport shuts its system down when it was refused where it had connected.
        await using var another = SecurePeer.Stranger(Flawed(flaw));
        await AssertNotHeardAsync(node, another);
    }

    [Fact]
    public async Task A_node_does_not_speak_to_one_whose_certificate_is_for_another_host()
    {
        await using var node = SecurePeer.Of(_certificates.Issue());
        await using var elsewhere = SecurePeer.Stranger(_certificates.Issue(host: "elsewhere.example"));

        await AssertNotHeardAsync(node, elsewhere);
    }

    [Fact]
    public async Task A_peer_whose_certificate_is_for_another_host_hears_no_answer()
    {
        await using var node = SecurePeer.Of(_certificates.Issue());
        await using var elsewhere = SecurePeer.Stranger(_certificates.Issue(host: "elsewhere.example"));

        var answer = elsewhere.AskAsync(node);

        await node.Refused.WaitAsync(Patience.Long);
        Assert.Equal(1, node.Heard);
        Assert.False(answer.IsCompleted);
        await AssertAnswersAsync(node);
    }

    [Fact]
    public async Task Large_and_many_messages_arrive_whole_and_in_their_order()
    {
        await using var node = SecurePeer.Of(_certificates.Issue());
        await using var known = SecurePeer.Of(_certificates.Issue());
        string[] words = [.. Enumerable.Range(0, 200).Select(i => new string((char)('a' + (i % 26)), i * 500))];

        var answers = await Task.WhenAll(words.Select(word => known.AskAsync(node, word)));

        Assert.Equal(words, answers);
        Assert.Equal(words, node.Words);
    }

    [Fact]
    public async Task A_pool_whose_remoting_would_listen_without_the_certificates_does_not_start()
    {
        await using var open = new RemotePeer(SecurePeer.Hocon(_certificates.Issue()), setup => setup);

        var flaw = Assert.Throws<ConfigurationException>(() => NeuronPool.Get(open.System));

        Assert.Contains("WithNeuronClusterTls", flaw.Message, StringComparison.Ordinal);
        Assert.Contains("akka.tcp://peers@127.0.0.1", flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_may_be_left_unchecked()
    {
        await using var node = SecurePeer.Of(_certificates.Issue() with { CheckHost = false });
        await using var elsewhere = SecurePeer.Of(_certificates.Issue(host: "elsewhere.example") with { CheckHost = false });

        Assert.Equal("hello", await elsewhere.AskAsync(node));
        Assert.Equal("hello", await node.AskAsync(elsewhere));
    }

    private static async Task ClosedAsync(TcpClient client)
    {
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
        }
        catch (IOException)
        {
            // Closed as well.
        }
    }

    private TlsSettings Flawed(string flaw) => flaw switch
    {
        "another authority" => _others.Issue(),
        "expired" => _certificates.Issue(days: -1),
        "for servers only" => _certificates.Issue(usages: TestCertificates.Server),
        "signed by itself" => _certificates.IssueSelfSigned(),
        _ => throw new ArgumentOutOfRangeException(nameof(flaw), flaw, null),
    };

    private async Task AssertNotHeardAsync(RemotePeer from, RemotePeer to)
    {
        from.Tell(to);

        await from.Refused.WaitAsync(Patience.Long);
        Assert.Equal(0, to.Heard);
        await AssertAnswersAsync(from.System.Settings.Setup.Get<NeuronActors.Cluster.Security.NodeTlsSetup>().HasValue ? from : to);
    }

    private async Task AssertAnswersAsync(RemotePeer node)
    {
        await using var known = SecurePeer.Of(_certificates.Issue());
        Assert.Equal("hello", await known.AskAsync(node));
        Assert.Equal("hello", await node.AskAsync(known));
    }
}
