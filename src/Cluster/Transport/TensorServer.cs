using System.Net;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Transport;

/// <summary>The listener for other nodes: a web server of its own on a port of its own.</summary>
internal sealed class TensorServer : IAsyncDisposable
{
    // So much may be on its way to a stream unread. Kestrel buffers no more of a request than this before gRPC takes it.
    internal const int StreamWindow = 4 * 1024 * 1024;
    internal const int ConnectionWindow = 16 * 1024 * 1024;

    private readonly WebApplication _application;
    private readonly NodeWatch _watch;
    private readonly TransportSettings _settings;
    private readonly TensorService _tensors;
    private int _isStopped;

    private TensorServer(WebApplication application, TensorService tensors, NodeWatch watch, TransportSettings settings)
    {
        _application = application;
        _tensors = tensors;
        _watch = watch;
        _settings = settings;
        Port = new Uri(application.Urls.Single()).Port;
    }

    /// <summary>The port it listens on: the one of the settings, or the free one that was found.</summary>
    public int Port { get; }

    /// <summary>Answers that wait to be collected.</summary>
    public int Parked => _tensors.Parked;

    /// <summary>Starts to listen.</summary>
    /// <param name="settings">Where, and within which bounds.</param>
    /// <param name="handler">Runs a request on the local runtime, and on nothing else: it must not pass it on to a third node.</param>
    /// <param name="shelf">The model files that other nodes may have; null for none.</param>
    /// <param name="certificates">The certificates; null reads those of the settings.</param>
    /// <param name="loggers">Where it logs to.</param>
    /// <param name="clock">The clock of the deadlines.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds, or the certificates cannot be used.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<TensorServer> StartAsync(
        TransportSettings settings,
        Func<Infer, CancellationToken, ValueTask<RemoteAnswer>> handler,
        ModelFileShelf? shelf = null,
        TransportCertificates? certificates = null,
        ILoggerFactory? loggers = null,
        TimeProvider? clock = null,
        CancellationToken ct = default)
    {
        settings.Validate();
        certificates ??= TransportCertificates.Of(settings.Tls);
        loggers ??= NullLoggerFactory.Instance;
        clock ??= TimeProvider.System;

        var watch = new NodeWatch();
        var tensors = new TensorService(handler, settings, clock, loggers.CreateLogger<TensorService>());
        var files = shelf is null ? null : new ModelFileService(shelf, loggers.CreateLogger<ModelFileService>());
        var application = Build(settings, certificates, loggers, new NodeService(tensors, watch, files), new TensorMethods(clock));
        try
        {
            await application.StartAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            watch.Dispose();
            throw;
        }

        var server = new TensorServer(application, tensors, watch, settings);
        TransportLog.Listening(
            loggers.CreateLogger<TensorServer>(),
            $"{new IPEndPoint(settings.ListenAddress, server.Port)}",
            certificates is null ? "without TLS" : "with mutual TLS");
        return server;
    }

    /// <summary>
    /// Takes no new requests, tells every channel, and waits for the requests that run, <see cref="TransportSettings.StopTimeout"/> at most;
    /// then closes the connections.
    /// </summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1) return;

        _watch.Stop();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_settings.StopTimeout);
        await _application.StopAsync(limit.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _watch.Dispose();
    }

    private static WebApplication Build(
        TransportSettings settings, TransportCertificates? certificates, ILoggerFactory loggers, NodeService service, TensorMethods methods)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, settings, certificates));
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.StopTimeout);
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton(methods);
        builder.Services.AddSingleton<IServiceMethodProvider<NodeService>, NodeServiceMethods>();
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.EnableDetailedErrors = false;
            grpc.MaxReceiveMessageSize = settings.MaxGrpcBytes;
            grpc.MaxSendMessageSize = settings.MaxGrpcBytes;
        });

        var application = builder.Build();
        application.MapGrpcService<NodeService>();
        return application;
    }

    private static void Configure(KestrelServerOptions kestrel, TransportSettings settings, TransportCertificates? certificates)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = settings.StreamsPerConnection;
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindow;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindow;
        kestrel.Limits.Http2.KeepAlivePingDelay = settings.KeepAliveDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = settings.KeepAliveTimeout;
        kestrel.Listen(settings.ListenAddress, settings.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificates is null) return;

            // Asked anew for every connection, so that reloaded certificates count from the next one on.
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = settings.ConnectTimeout,
                OnConnection = _ => ValueTask.FromResult(certificates.ForListener()),
            });
        });
    }
}
