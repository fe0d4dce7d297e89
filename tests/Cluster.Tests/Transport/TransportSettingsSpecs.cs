using System.Net;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public sealed class TransportSettingsSpecs
{
    public static TheoryData<string, object> Wrong => new()
    {
        { "address", new TransportSettings { Address = "a host" } },
        { "port", new TransportSettings { Port = -1 } },
        { "max-message-bytes", new TransportSettings { MaxMessageBytes = 1 } },
        { "max-in-flight is", new TransportSettings { MaxInFlight = 0 } },
        { "max-in-flight-bytes", new TransportSettings { MaxMessageBytes = 4096, MaxInFlightBytes = 4095 } },
        { "max-shared-bytes", new TransportSettings { MaxSharedBytes = -1 } },
        { "max-waiting", new TransportSettings { MaxWaiting = -1 } },
        { "streams-per-connection", new TransportSettings { StreamsPerConnection = 1 } },
        { "connect-timeout", new TransportSettings { ConnectTimeout = TimeSpan.Zero } },
        { "keep-alive-delay", new TransportSettings { KeepAliveDelay = TimeSpan.FromMilliseconds(10) } },
        { "keep-alive-timeout", new TransportSettings { KeepAliveTimeout = TimeSpan.FromDays(2) } },
        { "stop-timeout", new TransportSettings { StopTimeout = TimeSpan.Zero } },
        { "tls.ca-file", new TransportSettings { Tls = new TlsSettings("/no/ca.pem", "/no/own.pem", "/no/own.key") } },
        { "tls.ca-file", new TransportSettings { Tls = new TlsSettings("", "/no/own.pem", "/no/own.key") } },
    };

    [Fact]
    public void The_defaults_are_sound()
    {
        Assert.Same(TransportSettings, TransportSettings.Validate());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_out_of_bounds_is_named(string key, object settings)
    {
        var flaw = Assert.Throws<ArgumentException>(() => ((TransportSettings)settings).Validate());

        Assert.StartsWith(key, flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_tls_only_this_machine_is_listened_to_unless_an_address_is_given()
    {
        Assert.Equal(IPAddress.Loopback, new TransportSettings().ListenAddress);
        Assert.Equal(IPAddress.Any, new TransportSettings { Address = "0.0.0.0" }.ListenAddress);
        Assert.Equal(IPAddress.Any, new TransportSettings { Tls = new TlsSettings("a", "b", "c") }.ListenAddress);
    }

    private static TransportSettings TransportSettings { get; } = new();
}
