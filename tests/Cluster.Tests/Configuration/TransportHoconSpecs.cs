using Akka.Configuration;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Configuration;

public sealed class TransportHoconSpecs
{
    [Fact]
    public void The_file_says_the_same_as_the_records()
    {
        Assert.Equal(new TransportSettings(), TransportHocon.ReadTransport(TransportHocon.Defaults()));
        var folder = Path.Combine(Path.GetTempPath(), "neuron-models", "n1");
        Assert.Equal(new ModelFileSettings(folder), TransportHocon.ReadFiles(TransportHocon.Defaults(), Nodes.Named(1)));
    }

    [Fact]
    public void Every_value_is_read()
    {
        using var certificates = new TestCertificates();
        var tls = certificates.Issue();

        var read = TransportHocon.ReadTransport(With($$"""
            neuron.cluster.transport {
              address = "10.0.0.1", port = 5700, max-message-bytes = 1MiB, max-in-flight = 3, max-in-flight-bytes = 2MiB, max-waiting = 4
              max-shared-bytes = 3KiB
              streams-per-connection = 5, connect-timeout = 6s, keep-alive-delay = 7s, keep-alive-timeout = 8s, stop-timeout = 9s
              tls { enabled = on, ca-file = "{{tls.CaFile}}", certificate-file = "{{tls.CertificateFile}}", key-file = "{{tls.KeyFile}}", check-host = off }
            }
            """));

        var expected = new TransportSettings
        {
            Address = "10.0.0.1",
            Port = 5700,
            MaxMessageBytes = 1024 * 1024,
            MaxInFlight = 3,
            MaxInFlightBytes = 2 * 1024 * 1024,
            MaxWaiting = 4,
            MaxSharedBytes = 3 * 1024,
            StreamsPerConnection = 5,
            ConnectTimeout = TimeSpan.FromSeconds(6),
            KeepAliveDelay = TimeSpan.FromSeconds(7),
            KeepAliveTimeout = TimeSpan.FromSeconds(8),
            StopTimeout = TimeSpan.FromSeconds(9),
            Tls = tls with { CheckHost = false },
        };
        Assert.Equal(expected, read);
        Assert.Equal(
            new ModelFileSettings("/models") { MaxBytes = 2L * 1024 * 1024 * 1024, StallTimeout = TimeSpan.FromSeconds(3) },
            TransportHocon.ReadFiles(With("neuron.cluster.files { cache-directory = /models, max-bytes = 2GiB, stall-timeout = 3s }"), Nodes.Named(1)));
        Assert.Null(TransportHocon.ReadPublicHost(TransportHocon.Defaults()));
        Assert.Equal("n1.lan", TransportHocon.ReadPublicHost(With("neuron.cluster.transport.public-host = n1.lan")));
    }

    [Theory]
    [InlineData("neuron.cluster.transport.port", "70000")]
    [InlineData("neuron.cluster.transport.address", "nowhere")]
    [InlineData("neuron.cluster.transport.max-message-bytes", "many")]
    [InlineData("neuron.cluster.transport.max-message-bytes", "3GiB")]
    [InlineData("neuron.cluster.transport.max-shared-bytes", "1MiB")]
    [InlineData("neuron.cluster.transport.max-in-flight-bytes", "1MiB")]
    [InlineData("neuron.cluster.transport.keep-alive-delay", "5ms")]
    [InlineData("neuron.cluster.transport.tls.enabled", "on")]
    [InlineData("neuron.cluster.transport.tls.enabled", "perhaps")]
    [InlineData("neuron.cluster.files.max-bytes", "0")]
    [InlineData("neuron.cluster.files.cache-directory", "\"\"")]
    public void A_wrong_value_is_named_with_its_key(string key, string value)
    {
        var config = With($"{key} = {value}");

        var flaw = Assert.Throws<ConfigurationException>(() =>
        {
            TransportHocon.ReadTransport(config);
            TransportHocon.ReadFiles(config, Nodes.Named(1));
        });

        Assert.StartsWith(key.Replace("tls.enabled", "tls.", StringComparison.Ordinal), flaw.Message, StringComparison.Ordinal);
    }

    private static Config With(string hocon) => ConfigurationFactory.ParseString(hocon).WithFallback(TransportHocon.Defaults());
}
