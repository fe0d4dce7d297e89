using System.Net;

namespace NeuronActors.Cluster.Transport;

/// <summary>What the transport of tensors may be told. The defaults are right for most.</summary>
internal sealed record TransportSettings
{
    /// <summary>Beyond this a length does not fit gRPC's framing in .NET, header included.</summary>
    private const int LargestMessage = int.MaxValue - 64 * 1024;

    /// <summary>The IP address to listen on; null means every one with TLS, and the loopback address only without.</summary>
    public string? Address { get; init; }

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Mutual TLS; null for none.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>The largest request or answer, in bytes, header included. What is larger is refused by its sender.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Requests that a channel has on their way at once; further ones wait for their turn.</summary>
    public int MaxInFlight { get; init; } = 256;

    /// <summary>
    /// Bytes of requests that a channel has on their way at once; further ones wait. A request counts until its answer is here. At least
    /// <see cref="MaxMessageBytes"/>, or the largest would wait for ever.
    /// </summary>
    public long MaxInFlightBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>
    /// The most bytes of a request, and of an answer, that go over the one call that small ones share; what is larger makes a call of its own,
    /// as everything does with 0.
    /// </summary>
    public int MaxSharedBytes { get; init; } = 16 * 1024;

    /// <summary>Requests that wait for a channel; further ones are refused.</summary>
    public int MaxWaiting { get; init; } = 1024;

    /// <summary>Concurrent requests on one connection; a channel opens another one beyond.</summary>
    public int StreamsPerConnection { get; init; } = 128;

    /// <summary>How long a connection may take to be made, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A connection on which nothing came for so long is pinged. At least one second.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A ping that is not answered within this breaks the connection. At least one second.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the listener waits for its requests when it stops.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node that goes down is waited for: its <see cref="StopTimeout"/>, which is meant to be everywhere the same, and a line that is slow.</summary>
    public TimeSpan LongestGoingDown => StopTimeout + KeepAliveDelay + KeepAliveTimeout;

    /// <summary>The largest message of gRPC's: one request or answer as a whole, or many small ones.</summary>
    public int MaxGrpcBytes => Math.Max(MaxMessageBytes, FrameBatch.MostBytes);

    /// <summary>The address that <see cref="Address"/> comes to.</summary>
    public IPAddress ListenAddress => Address is not null ? IPAddress.Parse(Address) : Tls is null ? IPAddress.Loopback : IPAddress.Any;

    /// <summary>Checks every value, and returns this.</summary>
    /// <exception cref="ArgumentException">One is out of bounds; which one, and what is allowed.</exception>
    public TransportSettings Validate()
    {
        if (Address is not null && !IPAddress.TryParse(Address, out _)) throw Wrong("address", Address, "an IP address");
        if (Port is < 0 or > ushort.MaxValue) throw Wrong("port", Port, "from 0 to 65535");
        if (MaxMessageBytes is < 1024 or > LargestMessage) throw Wrong("max-message-bytes", MaxMessageBytes, $"from 1024 to {LargestMessage}");
        if (MaxInFlight < 1) throw Wrong("max-in-flight", MaxInFlight, "at least 1");
        if (MaxInFlightBytes < MaxMessageBytes)
        {
            throw Wrong("max-in-flight-bytes", MaxInFlightBytes, $"at least max-message-bytes, {MaxMessageBytes}");
        }

        if (MaxSharedBytes is < 0 or > FrameBatch.EnoughBytes) throw Wrong("max-shared-bytes", MaxSharedBytes, $"from 0 to {FrameBatch.EnoughBytes}");
        if (MaxWaiting < 0) throw Wrong("max-waiting", MaxWaiting, "at least 0");
        if (StreamsPerConnection < 2) throw Wrong("streams-per-connection", StreamsPerConnection, "at least 2, as the channel keeps two of its own");
        CheckTime("connect-timeout", ConnectTimeout, TimeSpan.FromMilliseconds(1));
        CheckTime("keep-alive-delay", KeepAliveDelay, TimeSpan.FromSeconds(1));
        CheckTime("keep-alive-timeout", KeepAliveTimeout, TimeSpan.FromSeconds(1));
        CheckTime("stop-timeout", StopTimeout, TimeSpan.FromMilliseconds(1));
        Tls?.Validate();
        return this;
    }

    private static void CheckTime(string key, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > TimeSpan.FromDays(1)) throw Wrong(key, value, $"from {least} to one day");
    }

    private static ArgumentException Wrong(string key, object value, string expected) => new($"{key} is {value}, and must be {expected}.");
}
