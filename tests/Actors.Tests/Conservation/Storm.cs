using System.Collections.Concurrent;
using Akka.Actor;

namespace NeuronActors.Tests.Conservation;

/// <summary>
/// One seed's worth of everything at once: callers with deadlines and cancellations, operators who load, move and unload, and a saboteur.
/// Remembers what must be true in the end.
/// </summary>
internal sealed class Storm(ActorSystem system, NeuronCores cores, IStormDevice device, Func<ModelName, string> path, int seed)
{
    private static readonly ModelName[] Names = [new("a"), new("b"), new("c")];

    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentBag<string> _flaws = [];
    private readonly int _coreCount = cores.Visible.Length;
    private long _lastId;

    public IReadOnlyCollection<string> Flaws => _flaws;

    /// <summary>Requests that were told and have not been answered exactly once.</summary>
    public IEnumerable<string> NotAnsweredOnce => _counts.Where(count => count.Value != 1).Select(count => $"{count.Key}: {count.Value} answers");

    public int Answered { get; private set; }

    public async Task Rage(int requestsPerCaller, int changesPerOperator, int faults)
    {
        foreach (var name in Names) await Change(() => Load(name));

        var counter = system.ActorOf(Props.Create(() => new AnswerCounter(_counts, _flaws)));
        var callers = Enumerable.Range(0, 6).Select(i => Task.Run(() => Call(new Random(HashCode.Combine(seed, i)), requestsPerCaller, counter)));
        var operators = Enumerable.Range(10, 2).Select(i => Task.Run(() => Operate(new Random(HashCode.Combine(seed, i)), changesPerOperator)));
        var saboteur = Task.Run(() => Sabotage(new Random(HashCode.Combine(seed, 20)), faults));
        var answered = await Task.WhenAll(callers);
        await Task.WhenAll(operators);
        await saboteur;
        device.Clear();
        Answered = answered.Sum();
    }

    private async Task<int> Call(Random random, int requests, IActorRef counter)
    {
        var awaited = new List<Task>();
        for (var i = 0; i < requests; i++)
        {
            var id = Interlocked.Increment(ref _lastId);
            var name = Names[random.Next(Names.Length)];
            var deadline = random.Next(4) == 0 ? Deadline.After(TimeSpan.FromMilliseconds(random.Next(1, 40))) : Deadline.None;
            if (random.Next(2) == 0) Tell(random, id, name, deadline, counter);
            else awaited.Add(Ask(random, id, name, deadline));
            if (random.Next(3) == 0) await Task.Yield();
            if (awaited.Count > 12)
            {
                var done = await Task.WhenAny(awaited);
                awaited.Remove(done);
                await done;
            }
        }

        await Task.WhenAll(awaited);
        return requests;
    }

    private void Tell(Random random, long id, ModelName name, Deadline deadline, IActorRef counter)
    {
        var text = $"{id}";
        _counts[text] = 0;
        cores.Entry.Tell(new Infer(name, Input(id)) { RequestId = text, Deadline = deadline, RetryOnFault = random.Next(3) > 0 }, counter);
        if (random.Next(6) == 0) cores.Entry.Tell(new CancelInfer(name, text), counter);
    }

    private async Task Ask(Random random, long id, ModelName name, Deadline deadline)
    {
        if (cores.Find(name) is not { } model) return;

        using var cancel = new CancellationTokenSource();
        var options = new InferOptions { Deadline = deadline, RetryOnFault = random.Next(3) > 0 };
        var pending = model.TryInferAsync(Input(id), options, cancel.Token).AsTask();
        if (random.Next(6) == 0) await cancel.CancelAsync();
        if (await pending is InferCompleted completed && completed["y"].AsSpan<long>()[0] != id) _flaws.Add($"{id} got the result of another request");
    }

    private async Task Operate(Random random, int changes)
    {
        for (var i = 0; i < changes; i++)
        {
            var name = Names[random.Next(Names.Length)];
            var policy = (MovePolicy)random.Next(2);
            switch (random.Next(8))
            {
                case 0:
                    await Change(() => cores.UnloadAsync(name));
                    await Change(() => Load(name));
                    break;
                case 1:
                    await Change(() => cores.SetMulticoreAsync(name, policy: policy));
                    break;
                default:
                    var count = random.Next(1, _coreCount + 1);
                    await Change(() => cores.SetNeuronCoresAsync(name, random.Next(-1, _coreCount - count + 1), count, policy: policy));
                    break;
            }
        }

        foreach (var name in Names) await Change(() => Load(name));
    }

    private async Task Sabotage(Random random, int faults)
    {
        for (var i = 0; i < faults; i++)
        {
            var core = new VisibleCoreIndex(random.Next(_coreCount));
            switch (random.Next(6))
            {
                case 0:
                    using (device.HangExecutions(core)) await Task.Delay(random.Next(1, 120));
                    break;
                case 1:
                    device.Kill(core);
                    await Task.Delay(random.Next(1, 40));
                    device.Revive(core);
                    break;
                case 2:
                    device.FailLoad(core, Any(random), random.Next(1, 3));
                    break;
                case 3:
                    device.FailUnload(core, NeuronStatus.Failure, random.Next(1, 3));
                    break;
                default:
                    device.FailExecution(core, Any(random), random.Next(1, 10));
                    break;
            }

            await Task.Delay(random.Next(1, 15));
        }
    }

    private Task<NeuronModel> Load(ModelName name) => cores.LoadAsync(path(name), name);

    private NeuronStatus Any(Random random) => device.Statuses[random.Next(device.Statuses.Length)];

    // A change may be refused, or fail, for any reason that the storm makes; it must only end.
    private async Task Change(Func<Task> change)
    {
        try
        {
            await change().WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (Exception expected) when (expected is PlacementException or NeuronRuntimeException)
        {
        }
        catch (TimeoutException)
        {
            _flaws.Add("a change did not end");
        }
    }

    private static ImmutableArray<NamedTensor> Input(long id) => [new("x", Tensor.From([id]))];
}
