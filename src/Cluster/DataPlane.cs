using System.Net;
using System.Runtime.ExceptionServices;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.Logging;
using NeuronActors.Cluster.Configuration;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster;

/// <summary>What travels between nodes besides messages, on one node: its listener, its channels, its model files.</summary>
internal sealed class DataPlane : IAsyncDisposable
{
    // Binding a port takes milliseconds. What takes longer hangs.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>> _handler =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TensorServer? _server;

    private DataPlane(NodeEndpoint endpoint, INodeChannels channels, ModelFiles files) => (Endpoint, Channels, Files) = (endpoint, channels, files);

    /// <summary>Where other nodes reach this one.</summary>
    public NodeEndpoint Endpoint { get; private set; }

    /// <summary>The ways to other nodes.</summary>
    public INodeChannels Channels { get; }

    /// <summary>The model files of this node, and the way to those of others.</summary>
    public ModelFiles Files { get; }

    /// <summary>Opens the cache, and listens.</summary>
    /// <param name="config">The HOCON of the system.</param>
    /// <param name="node">This node.</param>
    /// <param name="self">The address of its actor system.</param>
    /// <param name="logs">Where it logs to.</param>
    /// <param name="clock">The clock of deadlines.</param>
    /// <param name="isHere">Whether there is a file or folder of a path on this node.</param>
    /// <param name="certificates">Those that Akka's remoting has; null without TLS.</param>
    /// <exception cref="ConfigurationException">A setting cannot be used.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static DataPlane Start(
        Config config, NodeName node, Address self, ILoggerFactory logs, TimeProvider clock, Func<string, bool> isHere, TransportCertificates? certificates)
    {
        var settings = TransportHocon.ReadTransport(config);
        var fileSettings = TransportHocon.ReadFiles(config, node);
        var host = TransportHocon.ReadPublicHost(config) ?? self.Host;
        CheckReachable(settings, host);

        var channels = new TensorChannels(settings, certificates, clock);
        var shelf = new ModelFileShelf();
        var cache = OpenCache(fileSettings, shelf, clock);
        var files = new ModelFiles(
            node, isHere, shelf, cache, endpoint => new RemoteModelSource(endpoint, settings, channels.Certificates, fileSettings.StallTimeout));
        var plane = new DataPlane(new NodeEndpoint(node, host, 0), channels, files);
        try
        {
            Block(async () => plane._server = await TensorServer.StartAsync(
                settings, plane.HandleAsync, shelf, channels.Certificates, new FrameworkLogs(logs), clock).ConfigureAwait(false));
        }
        catch
        {
            Block(() => cache.DisposeAsync().AsTask());
            throw;
        }

        plane.Endpoint = plane.Endpoint with { Port = plane._server!.Port };
        return plane;
    }

    /// <summary>Channels of another make, and no listener: for specs that break the way between nodes at will.</summary>
    public static DataPlane Of(Config config, NodeName node, INodeChannels channels, Func<string, bool> isHere)
    {
        var shelf = new ModelFileShelf();
        var cache = ModelFileCache.Open(TransportHocon.ReadFiles(config, node), shelf);
        return new DataPlane(new NodeEndpoint(node, "", 0), channels, new ModelFiles(node, isHere, shelf, cache, _ => throw new NotSupportedException("There is no listener.")));
    }

    /// <summary>Requests of other nodes are run by this from now on; those that came before it have waited for it.</summary>
    public void Serve(Func<Infer, CancellationToken, ValueTask<RemoteAnswer>> handler) => _handler.TrySetResult(handler);

    /// <summary>Takes nothing more from other nodes, and waits for what it has begun.</summary>
    public Task StopAsync() => _server?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Lets go of the port and the folder now, whatever is under way: the system has ended without going down in order.</summary>
    public void Abort() => Block(async () =>
    {
        if (_server is not null) await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
        await Files.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<RemoteAnswer> HandleAsync(Infer request, CancellationToken ct)
    {
        var handler = await _handler.Task.WaitAsync(ct).ConfigureAwait(false);
        return await handler(request, ct).ConfigureAwait(false);
    }

    private static ModelFileCache OpenCache(ModelFileSettings settings, ModelFileShelf shelf, TimeProvider clock)
    {
        try
        {
            return ModelFileCache.Open(settings, shelf, clock: clock);
        }
        catch (ModelTransferException unusable)
        {
            throw new ConfigurationException($"neuron.cluster.files.cache-directory: {unusable.Message}", unusable);
        }
    }

    private static void CheckReachable(TransportSettings settings, string host)
    {
        var isLocal = host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        if (isLocal || !IPAddress.IsLoopback(settings.ListenAddress)) return;

        throw new ConfigurationException(
            $"Other nodes are to reach this one at {host}, and it would listen on {settings.ListenAddress} only, which is the default without TLS. "
            + "Give it certificates (neuron.cluster.transport.tls), or, in a network that is closed, an address of its own (neuron.cluster.transport.address).");
    }

    // An extension is made in one go, and what the node announces has the port in it. Off the caller's context, so that nothing waits for it.
    private static void Block(Func<Task> work)
    {
        try
        {
            if (!Task.Run(work).Wait(StartTimeout)) throw new TimeoutException($"The listener for other nodes did not get ready within {StartTimeout.TotalSeconds} s.");
        }
        catch (AggregateException failure) when (failure.InnerExceptions.Count == 1)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException!);
        }
    }
}
