using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;
using NeuronActors.Cluster.Transport;
using AkkaTransport = Akka.Remote.Transport.Transport;

namespace NeuronActors.Cluster.Security;

/// <summary>
/// Akka's remoting over mutual TLS, in the place of its own transport and with that one's settings of address, frame and time. A node that
/// meets a peer whose certificate is not good leaves that peer alone; the transport of Akka.NET 1.5.74 shuts the whole system down where it was the one
/// that connected, and sends no certificates between its own and the CA.
/// </summary>
/// <remarks>On the wire: i32 count of bytes, little-endian, and the payload.</remarks>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Made by Akka, by its name.")]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Shutdown lets go of what it holds.")]
internal sealed class TlsTransport : AkkaTransport
{
    // Far more than all nodes of a pool that connect at once, and far less than the descriptors of a process.
    private const int MostHandshakes = 256;

    private readonly TransportCertificates _certificates;
    private readonly TlsTransportSettings _settings;
    private readonly ILoggingAdapter _log;
    private readonly TaskCompletionSource<IAssociationEventListener> _listener = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly TlsAssociations _open = new();
    private readonly TlsHandshakes _handshakes = new(MostHandshakes);
    private Socket? _socket;
    private Address? _address;

    /// <summary>As Akka makes it.</summary>
    /// <exception cref="ConfigurationException">There are no certificates, or a setting cannot be used.</exception>
    public TlsTransport(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
        _settings = TlsTransportSettings.Read(config);
        _certificates = NodeTlsSetup.Of(system)
            ?? throw new ConfigurationException("Remoting over TLS needs the certificates of neuron.cluster.transport.tls: WithNeuronCluster, or WithNeuronClusterTls.");
        _log = Logging.GetLogger(system, typeof(TlsTransport));
        SchemeIdentifier = "ssl.tcp";
        MaximumPayloadBytes = _settings.MaxFrameBytes;
    }

    /// <inheritdoc/>
    public override bool IsResponsibleFor(Address remote) => true;

    /// <inheritdoc/>
    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        try
        {
            _socket = await BindAsync().ConfigureAwait(false);
        }
        catch (SocketException refused)
        {
            throw new Akka.Remote.RemoteTransportException($"Cannot listen on {_settings.Host}:{_settings.Port}: {refused.Message}", refused);
        }

        var port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _address = new Address(SchemeIdentifier, System.Name, _settings.PublicHost, _settings.PublicPort ?? port);
        _ = AcceptAsync(_socket, _address);
        return (_address, _listener);
    }

    /// <inheritdoc/>
    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var stream = default(SslStream);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            patience.CancelAfter(_settings.ConnectTimeout);
            await socket.ConnectAsync(remoteAddress.Host, remoteAddress.Port ?? 0, patience.Token).ConfigureAwait(false);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var options = _certificates.ForChannel();
            options.TargetHost = remoteAddress.Host;
            await stream.AuthenticateAsClientAsync(options, patience.Token).ConfigureAwait(false);
            return _open.Add(new TlsAssociation(_address!, remoteAddress, stream, _settings));
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();

            // Without its cause, or Akka would look into it.
            throw new InvalidAssociationException($"No connection to {remoteAddress}: {(failure.InnerException ?? failure).Message}");
        }
    }

    /// <inheritdoc/>
    public override async Task<bool> Shutdown()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _socket?.Dispose();
        await _open.CloseAsync().ConfigureAwait(false);
        return true;
    }

    private static bool IsRefusal(Exception failure) =>
        failure is SocketException or IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException
            or ArgumentException;

    private async Task<Socket> BindAsync()
    {
        var address = IPAddress.TryParse(_settings.Host, out var given)
            ? given
            : (await Dns.GetHostAddressesAsync(_settings.Host).ConfigureAwait(false)).OrderBy(found => found.AddressFamily).First();
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, _settings.Port));
            socket.Listen(_settings.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listening, Address self)
    {
        try
        {
            var listener = await _listener.Task.WaitAsync(_end.Token).ConfigureAwait(false);
            await new AcceptLoop(
                listening.AcceptAsync,
                socket => _ = WelcomeAsync(socket, self, listener),
                failure => _log.Error(failure, "A connection to {0} could not be taken. It goes on with the next.", self),
                TimeProvider.System).RunAsync(_end.Token).ConfigureAwait(false);
        }
        catch (Exception ended) when (_end.IsCancellationRequested && ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Shut down.
        }
    }

    private async Task WelcomeAsync(Socket socket, Address self, IAssociationEventListener listener)
    {
        var stream = default(SslStream);
        EndPoint? from = null;
        var place = _handshakes.Begin(socket);
        try
        {
            from = socket.RemoteEndPoint;
            socket.NoDelay = true;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            patience.CancelAfter(_settings.ConnectTimeout);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var options = _certificates.ForListener();
            options.ApplicationProtocols = null;
            await stream.AuthenticateAsServerAsync(options, patience.Token).ConfigureAwait(false);
            var remote = (IPEndPoint)from!;
            listener.Notify(new InboundAssociation(
                _open.Add(new TlsAssociation(self, new Address(SchemeIdentifier, System.Name, $"{remote.Address}", remote.Port), stream, _settings))));
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            _log.Warning("Refused a connection from {0}: {1}", from, (failure.InnerException ?? failure).Message);
        }
        finally
        {
            _handshakes.End(place);
        }
    }
}
