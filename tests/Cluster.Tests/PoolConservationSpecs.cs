using System.Collections.Concurrent;
using Akka.Actor;
using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>
/// Random loads, moves, unloads, a node that leaves and comes back, and one that crashes while a model moves, under callers with deadlines and
/// cancellations, over real sockets. Every request has exactly one answer, one model that is never unloaded is never refused, who is gone holds
/// nothing, and in the end what is meant, what nodes say and what their cores hold is the same.
/// </summary>
public sealed class PoolConservationSpecs : PoolLab
{
    private const int Changes = 3;
    private static readonly ModelName Steady = new("steady");
    private static readonly ModelName Passing = new("passing");

    private readonly ConcurrentDictionary<string, int> _told = new();
    private volatile bool _isOver;
    private int _completed;

    private protected override Wires? Ways => null;

    [Theory]
    [InlineData(1, 2, false)]
    [InlineData(2, 0, true)]
    [InlineData(3, 1, true)]
    public async Task Every_request_has_one_answer_and_nothing_is_left_over(int seed, int goes, bool crashesFirst)
    {
        var random = new Random(seed);
        List<LabNode> nodes = [.. await StartPool(3)];
        await nodes[0].Pool.LoadAsync(Fixture, PoolScope.Pool, Steady, startNc: 4);

        // Who asks stays; the other one goes twice, once in each way. Where it is the first it is the coordinator.
        LabNode[] asking = [.. nodes.Where((_, i) => i != goes)];
        var collectors = asking.Select(node => node.System.ActorOf(Props.Create(() => new Collector(_told)))).ToArray();
        var callers = Enumerable.Range(0, 6)
            .Select(i => Task.Run(() => CallAsync(asking[i % 2], collectors[i % 2], new Random((seed * 100) + i), $"{i}")))
            .ToArray();

        for (var round = 0; round < 2; round++)
        {
            await ChangeSomeAsync(asking, random);

            // Each node has the steady model when one crashes: what is in flight there is run once more, elsewhere.
            var isCrash = crashesFirst == (round == 0);
            if (isCrash) await asking[0].Pool.SetMulticoreAsync(Steady, PoolScope.Pool).WaitAsync(Patience);
            var changing = ChangeSomeAsync(asking, random);
            await (isCrash ? nodes[goes].CrashAsync() : nodes[goes].LeaveAsync());
            await changing;
            Tests.Patience.Until(() => nodes[goes].Simulator.LoadedReplicas == 0, $"{nodes[goes].Name} to hold nothing");

            // Who has crashed is back under its name; in the place of who has left comes another.
            nodes[goes] = Start(isCrash ? nodes[goes].Name.ToString() : $"{nodes[goes].Name}b");
            await Join(nodes[goes], asking[0]);
            await ChangeSomeAsync(asking, random);
        }

        _isOver = true;
        await Task.WhenAll(callers).WaitAsync(Patience);

        Tests.Patience.Until(() => _told.Values.All(answers => answers > 0), "all requests to be answered");
        Assert.All(_told, told => Assert.Equal(1, told.Value));
        Assert.True(_completed > 50, $"Only {_completed} requests were completed.");
        await AssertAgreeAsync(nodes);
        await AssertNothingIsLeftAsync(nodes);
    }

    private static async Task ChangeSomeAsync(LabNode[] asking, Random random)
    {
        for (var change = 0; change < Changes; change++) await ChangeAsync(asking[random.Next(asking.Length)], random);
    }

    private static async Task ChangeAsync(LabNode node, Random random)
    {
        var pool = node.Pool;
        var policy = random.Next(3) switch { 0 => MovePolicy.UnloadThenLoad, 1 => MovePolicy.LoadThenUnload, _ => (MovePolicy?)null };
        var cores = pool.Table.Cores.Length;
        try
        {
            switch (random.Next(6))
            {
                case 0:
                    await pool.SetMulticoreAsync(Steady, PoolScope.Pool, policy: policy).WaitAsync(Patience);
                    break;
                case 1 or 2:
                    await pool.LoadAsync(Fixture, PoolScope.Pool, Passing, ncCount: random.Next(1, 3)).WaitAsync(Patience);
                    break;
                case 3:
                    await pool.UnloadAsync(Passing, PoolScope.Pool).WaitAsync(Patience);
                    break;
                default:
                    await pool.SetNeuronCoresAsync(Steady, PoolScope.Pool, random.Next(-1, cores - 1), random.Next(1, 3), policy: policy).WaitAsync(Patience);
                    break;
            }
        }
        catch (Exception refused) when (refused is PoolException or NeuronRuntimeException or ArgumentOutOfRangeException)
        {
            // The name is taken or not there, or a node was leaving: what counts is that everything agrees in the end.
        }
    }

    private async Task CallAsync(LabNode node, IActorRef collector, Random random, string caller)
    {
        for (var i = 0; !_isOver; i++)
        {
            var model = random.Next(3) == 0 ? Passing : Steady;
            var isPatient = random.Next(3) > 0;
            var request = new Infer(model, [new("x", Tensor.From([(long)i]))])
            {
                RequestId = $"{caller}.{i}",
                Deadline = isPatient ? Deadline.After(Patience) : Deadline.After(TimeSpan.FromMilliseconds(random.Next(1, 20))),
            };
            if (random.Next(4) == 0)
            {
                Assert.True(_told.TryAdd(request.RequestId, 0));
                node.Pool.Entry.Tell(request, collector);
                if (random.Next(2) == 0) node.Pool.Entry.Tell(new CancelInfer(model, request.RequestId), collector);
                continue;
            }

            using var taken = new CancellationTokenSource();
            var isTakenBack = random.Next(4) == 0;
            if (isTakenBack) taken.CancelAfter(TimeSpan.FromMilliseconds(random.Next(3)));
            var answer = await node.Pool.InferAsync(request, taken.Token).AsTask().WaitAsync(Patience);
            Check(answer, request, i, mustComplete: model == Steady && isPatient && !isTakenBack);
        }
    }

    private void Check(InferAnswer answer, Infer request, long value, bool mustComplete)
    {
        Assert.Equal(request.RequestId, answer.RequestId);
        if (answer is InferCompleted completed)
        {
            Assert.Equal(value, completed["y"].AsSpan<long>()[0]);
            Interlocked.Increment(ref _completed);
            return;
        }

        Assert.False(mustComplete, $"{request.RequestId} for {request.Model} was answered {answer}");
        Assert.IsType<InferRejected>(answer);
    }

    private static async Task AssertAgreeAsync(List<LabNode> nodes)
    {
        foreach (var node in nodes)
        {
            await node.KnowsAsync(
                picture => picture.View.Nodes.Length == 3 && new[] { Steady, Passing }.All(model =>
                    picture.Desired.GetValueOrDefault(model) is not { } meant
                        ? picture.View.PartsOf(model).IsEmpty
                        : !meant.IsChanging && meant.Parts.Select(part => new NodeRange(part.Node, part.Range)).ToHashSet().SetEquals(picture.View.PartsOf(model))),
                "what is meant and what is are the same");
        }

        foreach (var node in nodes)
        {
            var table = await node.Cores.GetPlacementTableAsync();
            foreach (var model in new[] { Steady, Passing })
            {
                var said = nodes[0].Picture.View.PartsOf(model).Where(part => part.Node == node.Name).Select(part => part.Range);
                Assert.Equal(said, table.Models.Where(entry => entry.Model == model).Select(entry => entry.Subgraphs[0].Range));
            }

            Assert.Equal(table.Models.Sum(entry => entry.Subgraphs.Sum(subgraph => subgraph.Cores.Length)), node.Simulator.LoadedReplicas);
        }
    }

    private static async Task AssertNothingIsLeftAsync(List<LabNode> nodes)
    {
        foreach (var model in nodes[0].Picture.Models().ToArray()) await nodes[0].Pool.UnloadAsync(model, PoolScope.Pool).WaitAsync(Patience);

        Assert.All(nodes, node => Assert.Equal((0, 0), (node.Simulator.LoadedReplicas, node.Pool.Router.Waiting)));
    }

    private sealed class Collector(ConcurrentDictionary<string, int> told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is InferAnswer { RequestId: { } id }) told.AddOrUpdate(id, 1, static (_, before) => before + 1);
        }
    }
}
