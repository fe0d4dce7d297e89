using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Routing;

namespace NeuronActors.Benchmarks.Lab;

/// <summary>
/// What one would write on plain Akka.NET: a round-robin pool of actors, each with a thread and a replica of its own, asked with a
/// time-out.
/// </summary>
internal static class StockPool
{
    /// <summary>The dispatcher of the routees.</summary>
    public const string Hocon = """
        benchmarks.pinned {
          type = PinnedDispatcher
          executor = fork-join-executor
          throughput = 1
        }
        """;

    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Starts a pool with a routee for each replica.</summary>
    public static IActorRef Start(ActorSystem system, IReadOnlyCollection<ILoadedSubgraph> replicas)
    {
        var unclaimed = new ConcurrentQueue<ILoadedSubgraph>(replicas);
        var routee = Props.Create(() => new Routee(unclaimed)).WithDispatcher("benchmarks.pinned");
        return system.ActorOf(new RoundRobinPool(replicas.Count).Props(routee), "stock-pool");
    }

    public static ValueTask<Reply> Ask(IActorRef pool, ImmutableArray<NamedTensor> inputs) =>
        new(pool.Ask<Reply>(new Request(inputs), AskTimeout));

    internal sealed record Request(ImmutableArray<NamedTensor> Inputs);

    internal sealed record Reply(ImmutableArray<NamedTensor> Outputs);

    private sealed class Routee : UntypedActor
    {
        private readonly ILoadedSubgraph _replica;

        public Routee(ConcurrentQueue<ILoadedSubgraph> unclaimed) =>
            _replica = unclaimed.TryDequeue(out var mine) ? mine : throw new InvalidOperationException("There are more routees than replicas.");

        protected override void OnReceive(object message)
        {
            if (message is Request request) Sender.Tell(new Reply(_replica.Execute(request.Inputs.AsSpan())));
            else Unhandled(message);
        }
    }
}
