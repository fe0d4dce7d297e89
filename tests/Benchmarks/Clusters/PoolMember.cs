using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Configuration;
using NeuronActors.Cluster;
using NeuronActors.Cluster.Processes.Nodes;
using NeuronActors.Configuration;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Benchmarks.Clusters;

/// <summary>
/// This process as a node of a pool whose others are node programs: so that what is measured is the way from one node to another, and no
/// front end. It has a core, and no model on it.
/// </summary>
internal sealed class PoolMember : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly string _cache = Directory.CreateTempSubdirectory("neuron-benchmark-").FullName;
    private int _lost;

    private PoolMember(string seed)
    {
        var own = ConfigurationFactory.ParseString($$"""
            akka.loglevel = ERROR
            akka.stdout-loglevel = OFF
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            akka.actor.serialization-settings.allow-unregistered-types = off
            akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
            akka.cluster.seed-nodes = ["akka.tcp://neuron@{{seed}}"]
            neuron.cluster.node-name = benchmark
            neuron.cluster.files.cache-directory = "{{_cache}}"
            """);
        _system = ActorSystem.Create(
            "neuron",
            ActorSystemSetup.Create(
                BootstrapSetup.Create().WithConfig(own.WithFallback(NeuronPool.DefaultConfig).WithFallback(NeuronSettings.Defaults())),
                new NeuronCoresSetup { Runtime = static () => new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(1) }) }));
        NeuronCores.Get(_system);
        Pool = NeuronPool.Get(_system);
        _system.ActorOf(Props.Create(() => new LossCounter(this)));
    }

    public NeuronPool Pool { get; }

    /// <summary>The model as the pool knows it: a node program gives it a name of its own for each version and content.</summary>
    public ModelName Model { get; private set; }

    /// <summary>How often a member could not be reached, as this node saw it.</summary>
    public int Losses => Volatile.Read(ref _lost);

    /// <summary>Joins, and waits until it knows that others have the model.</summary>
    public static async Task<PoolMember> JoinAsync(string seed, string model)
    {
        var member = new PoolMember(seed);
        try
        {
            var view = await Eventually.BecomesAsync($"{model} is known", () => Task.FromResult(member.Pool.View), view => view.Models.Any(IsMeant));
            member.Model = view.Models.First(IsMeant).Name;
            return member;
        }
        catch
        {
            await member.DisposeAsync();
            throw;
        }

        bool IsMeant(PoolModel known) => known.Name.Value.StartsWith($"{model}__", StringComparison.Ordinal) && !known.Nodes.IsEmpty;
    }

    /// <summary>One request on another node.</summary>
    public async ValueTask InferAsync(Infer request)
    {
        var answer = await Pool.InferAsync(request).ConfigureAwait(false);
        if (answer is not InferCompleted completed || completed["y"].Data.Length != request.Inputs[0].Tensor.Data.Length)
        {
            throw new InvalidOperationException($"No echo: {answer}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        Directory.Delete(_cache, recursive: true);
    }

    private sealed class LossCounter : ReceiveActor
    {
        private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

        public LossCounter(PoolMember member) => Receive<ClusterEvent.UnreachableMember>(_ => Interlocked.Increment(ref member._lost));

        protected override void PreStart() =>
            _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember));

        protected override void PostStop() => _cluster.Unsubscribe(Self);
    }
}
