using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuronActors.Node.Serve.Joining;
using NeuronActors.Node.Serve.Listening;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Health;
using NeuronActors.Node.Serving.Inference;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Pool;
using NeuronActors.Node.Serving.Repository;
using NeuronActors.Node.Serving.Repository.Uploads;
using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Serve;

/// <summary>
/// A node from its start to its end: the actor system, the listening addresses, the models. The program runs one, and a test may run
/// several in one process.
/// </summary>
internal sealed class ServeNode : IAsyncDisposable
{
    // Two of the times that a holder has to describe what it has: one that is silent does not keep the others' clients away for ever.
    private static readonly TimeSpan LongestFind = TimeSpan.FromSeconds(5);

    private readonly ServeOptions _options;
    private readonly NodeSystem _system;
    private readonly WebApplication _app;
    private readonly NodeListeners _listeners;
    private readonly CancellationTokenSource _polling = new();
    private readonly CancellationTokenSource _followed = new();
    private Task _poll = Task.CompletedTask;
    private Task _following = Task.CompletedTask;
    private Task _awaiting = Task.CompletedTask;
    private bool _hasStopped;

    private ServeNode(ServeOptions options, NodeSystem system, WebApplication app, NodeListeners listeners)
    {
        (_options, _system, _app, _listeners) = (options, system, app, listeners);
        Parts = app.Services.GetRequiredService<NodeParts>();
        Uploads = app.Services.GetRequiredService<UploadStore>();

        // A node that the cluster has removed takes nothing more: whoever started it starts it anew.
        _ = system.Ended.ContinueWith(_ => Parts.Lifetime.BeginDrain(), TaskScheduler.Default);
    }

    public NodeParts Parts { get; }

    /// <summary>This node's part in a pool; null when it is alone.</summary>
    public Membership? Membership => _system.Membership;

    /// <summary>Ends with the actor system: after <see cref="StopAsync"/>, or when the cluster has removed this node.</summary>
    public Task Ended => _system.Ended;

    /// <summary>Where the files are that came with loads.</summary>
    public UploadStore Uploads { get; }

    /// <summary>The addresses as they are, with the ports that were free where 0 was asked for.</summary>
    public NodeListeners Listeners => _listeners;

    /// <summary>Starts the runtime and listens. The node lives then and is not ready before <see cref="LoadModelsAsync"/> has ended.</summary>
    /// <param name="options">How it is to run.</param>
    /// <param name="logs">Where to log.</param>
    /// <param name="runtime">Makes the runtime, instead of the one that the options name.</param>
    /// <exception cref="ServeException">The runtime cannot start, or an address cannot be had.</exception>
    public static async Task<ServeNode> StartAsync(ServeOptions options, ILoggerFactory logs, Func<INeuronRuntime>? runtime = null)
    {
        var system = await NodeSystem.StartAsync(options, logs, runtime);
        WebApplication? app = null;
        try
        {
            var listeners = new NodeListeners(options);
            app = Build(options, system, listeners, logs);
            app.MapNodeEndpoints();
            await app.StartAsync();
            return new ServeNode(options, system, app, listeners);
        }
        catch (Exception failure)
        {
            if (app is not null) await app.DisposeAsync();
            await system.DisposeAsync();
            if (failure is IOException or SocketException) throw new ServeException($"An address cannot be had: {failure.Message.TrimEnd('.')}.");
            throw;
        }
    }

    /// <summary>Loads what is to be loaded at the start; from then on the node is ready if all of it serves.</summary>
    /// <exception cref="ServeException">The repository cannot be read, or does not have what was named.</exception>
    public async Task LoadModelsAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await JoinAsync(cancellationToken);
            await Parts.Repository.StartAsync(cancellationToken);
            await FindPoolAsync(cancellationToken);
        }
        catch (ServingException failure)
        {
            throw new ServeException(failure.Message);
        }

        Parts.Lifetime.MarkStarted();
        _poll = Parts.Repository.PollUntilAsync(_polling.Token);
    }

    /// <summary>
    /// The orderly end: not ready any more, while everything is served for the drain delay and until other nodes of a pool hold what this
    /// one holds; then no new connections while requests in flight finish, then the models unloaded and the runtime closed. Idempotent.
    /// </summary>
    public async Task StopAsync()
    {
        if (_hasStopped) return;

        _hasStopped = true;
        Parts.Lifetime.BeginDrain();
        await _polling.CancelAsync();
        await _poll.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(Task.Delay(_options.DrainDelay), HandOverAsync());
        await _followed.CancelAsync();
        await Task.WhenAll(_following, _awaiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.StopAsync();
        await _system.DisposeAsync();
        await _app.DisposeAsync();
        _polling.Dispose();
        _followed.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    // A node that the cluster has removed has nobody to hand over to, and its actors are gone.
    private Task HandOverAsync() => _system.Membership is { } membership ? Task.WhenAny(membership.Pool.HandOverAsync(), _system.Ended) : Task.CompletedTask;

    // What the pool means for this node is known before it loads anything by itself.
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        if (_system.Membership is not { } membership) return;

        await membership.JoinedPoolAsync(cancellationToken);
        _following = _app.Services.GetRequiredService<PoolModels>().FollowAsync(_followed.Token);
        _awaiting = _app.Services.GetRequiredService<AwaitedModels>().FollowAsync(Parts.Repository, _followed.Token);
    }

    // Who is ready answers for every model of the pool, and not that there is none because nobody has told it yet.
    private async Task FindPoolAsync(CancellationToken cancellationToken)
    {
        if (_system.Membership is null) return;

        await _app.Services.GetRequiredService<PoolModels>().HasAll.WaitAsync(LongestFind, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static void AddPool(IServiceCollection services, Membership? membership)
    {
        if (membership is null)
        {
            services.AddSingleton(PoolAccess.None);
            services.AddSingleton<ModelLoads, LocalLoads>();
            return;
        }

        services.AddSingleton(new PoolAccess(membership.Pool, membership.Joined));
        services.AddSingleton(membership.Pool);
        services.AddSingleton<PoolCommands>();
        services.AddSingleton<PoolModels>();
        services.AddSingleton<AwaitedModels>();
        services.AddSingleton<ModelLoads, PoolLoads>();
    }

    private static WebApplication Build(ServeOptions options, NodeSystem system, NodeListeners listeners, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(listeners.Configure);
        var services = builder.Services;
        services.AddSingleton(logs);

        // The program hears the signals itself, and says itself what happens.
        services.AddSingleton<IHostLifetime, SilentLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        services.AddSingleton(options);
        services.AddSingleton(listeners);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options.Repository);
        services.AddSingleton(options.Deadlines);
        services.AddSingleton(new AccessControl(options.Access));

        // The actor system owns it, so the service provider must not dispose it; as an instance it does not.
        services.AddSingleton(system.Cores);
        AddPool(services, system.Membership);
        services.AddSingleton<NodeLifetime>();
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton(new UploadSettings(options.NodeName, options.MaxUploadBytes));
        services.AddSingleton<UploadStore>();
        services.AddSingleton<ModelRepository>();
        services.AddSingleton<PlacementGateway>();
        services.AddSingleton<InferenceGateway>();
        services.AddSingleton<NodeHealth>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<NodeParts>(provider, options.NodeName));
        services.AddNodeEndpoints();
        return builder.Build();
    }

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
