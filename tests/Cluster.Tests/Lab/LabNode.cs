using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Hosting;
using NeuronActors.Configuration;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Cluster.Tests.Lab;

/// <summary>A node of a pool: an actor system on a loopback port with simulated cores.</summary>
internal sealed class LabNode
{
    private const string Base = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.cluster.run-coordinated-shutdown-when-down = off
        akka.cluster.split-brain-resolver.stable-after = 2s
        akka.cluster { periodic-tasks-initial-delay = 200ms, gossip-interval = 200ms, leader-actions-interval = 200ms }
        akka.cluster.distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 50ms }
        akka.actor.serialization-settings.allow-unregistered-types = off
        neuron.cluster {
          directory.announce-interval = 300ms
          routing { silent-after = 500ms, probe-interval = 100ms }
          desired { replace-after = 200ms, reconcile-interval = 300ms, write-timeout = 2s }
        }
        """;

    /// <summary>Starts one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="wires">The ways between nodes; null for the pool's own, over real sockets.</param>
    /// <param name="disk">A folder of this node alone, for its cache and for models that no other node has.</param>
    /// <param name="cores">How many simulated cores it has.</param>
    /// <param name="hocon">Settings of the spec.</param>
    public LabNode(string name, Wires? wires, string disk, int cores, string hocon = "")
    {
        Name = new NodeName(name);
        Disk = Path.Combine(disk, name);
        Simulator = new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(cores) });
        var config = ConfigurationFactory.ParseString($"neuron.cluster.node-name = {name}\nneuron.cluster.files.cache-directory = \"{Cache}\"\n{hocon}")
            .WithFallback(Base)
            .WithFallback(NeuronPool.DefaultConfig)
            .WithFallback(NeuronSettings.Defaults());
        System = ActorSystem.Create(
            "pool",
            ActorSystemSetup.Create(
                BootstrapSetup.Create().WithConfig(config),
                new NeuronCoresSetup { Runtime = () => Simulator },
                new NeuronClusterSetup
                {
                    Channels = wires?.Channels(),
                    IsHere = path => IsShared(path, disk) || (path.StartsWith(Disk, StringComparison.Ordinal) && Path.Exists(path)),
                }).WithNeuronClusterTls());
        Cores = NeuronCores.Get(System);
        Pool = NeuronPool.Get(System);
        Cluster = Akka.Cluster.Cluster.Get(System);
        wires?.Serve(Name, Pool.ServeAsync);
    }

    public NodeName Name { get; }

    /// <summary>What only this node has on its disk.</summary>
    public string Disk { get; }

    /// <summary>Where it keeps model files of others.</summary>
    public string Cache => Path.Combine(Disk, "cache");

    public ActorSystem System { get; }

    public SimulatedRuntime Simulator { get; }

    public NeuronCores Cores { get; }

    public NeuronPool Pool { get; }

    public Akka.Cluster.Cluster Cluster { get; }

    public PoolPicture Picture => Pool.Board.Picture;

    /// <summary>Waits until this node knows something.</summary>
    public async Task KnowsAsync(Func<PoolPicture, bool> condition, string what)
    {
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pool.Board.Changed += Look;
        try
        {
            Look(Picture);
            await known.Task.WaitAsync(PoolLab.Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{Name} waited in vain to know that {what}. It knows {Describe(Picture)}");
        }
        finally
        {
            Pool.Board.Changed -= Look;
        }

        void Look(PoolPicture picture)
        {
            if (condition(picture)) known.TrySetResult();
        }
    }

    public async Task<T> SendAsync<T>(PoolScope scope, PlacementCommand command, long? version = null)
        where T : PoolAnswer
    {
        var answer = await Pool.SendAsync(new ScopedCommand(scope, command) { PoolVersion = version }).WaitAsync(PoolLab.Patience);
        return answer as T ?? throw new InvalidOperationException($"{command} was answered {answer}.");
    }

    public ValueTask<InferAnswer> InferAsync(ModelName model, long value, TimeSpan? within = null) =>
        Pool.InferAsync(new Infer(model, [new("x", Tensor.From([value]))])
        {
            Deadline = within is { } time ? Deadline.After(time) : Deadline.None,
        });

    /// <summary>Leaves as a process does that is killed: without a word to anybody.</summary>
    /// <param name="wires">The ways between nodes; null over real sockets, which end with the system.</param>
    public async Task CrashAsync(Wires? wires = null)
    {
        wires?.Cut(Name);
        await System.Terminate().WaitAsync(PoolLab.Patience);
    }

    /// <summary>Leaves as a process does that is asked to.</summary>
    public Task LeaveAsync() =>
        CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).WaitAsync(PoolLab.Patience);

    private static bool IsShared(string path, string disk) => !path.StartsWith(disk, StringComparison.Ordinal) && Path.Exists(path);

    private static string Describe(PoolPicture picture) =>
        $"version {picture.Layout.Version}, nodes {string.Join(", ", picture.View.Nodes.Select(node => $"{node.Name} ({(node.IsReachable ? "" : "not ")}reachable) has {string.Join("; ", node.Last.Models.Select(model => $"{model.Name} {model.Range}"))}"))}, meant {string.Join("; ", picture.Desired.Values)}";
}
