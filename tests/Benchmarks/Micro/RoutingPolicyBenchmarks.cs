using BenchmarkDotNet.Attributes;
using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Benchmarks.Micro;

/// <summary>One choice among the replicas of a whole instance: all free, and all full but the last.</summary>
public class RoutingPolicyBenchmarks
{
    private const int Routees = 32;

    private static readonly IRoutingPolicy[] Policies =
        [new RoundRobinPolicy(), new LeastOutstandingPolicy(), new LeastExpectedWorkPolicy()];

    private Routee[] _routees = [];
    private IRoutingPolicy _policy = Policies[0];
    private int _cursor;

    [Params(RoutingPolicy.RoundRobin, RoutingPolicy.LeastOutstanding, RoutingPolicy.LeastExpectedWork)]
    public RoutingPolicy Policy { get; set; }

    [Params(false, true)]
    public bool IsBusy { get; set; }

    [GlobalSetup]
    public void MakeRoutees()
    {
        _policy = Policies[(int)Policy];
        _routees = [.. Enumerable.Range(0, Routees).Select(Make)];
    }

    [Benchmark]
    public int Choose()
    {
        _cursor = (_cursor + 1) % Routees;
        return _policy.Choose(_routees, IsBusy ? 0 : _cursor, avoid: null);
    }

    private Routee Make(int i)
    {
        var core = new VisibleCoreIndex(i);
        var hasRoom = !IsBusy || i == Routees - 1;
        return new Routee(new ReplicaKey(new ModelName("bench"), "bench", core), new NoSubgraph(core), new StillLane(core, hasRoom));
    }
}
