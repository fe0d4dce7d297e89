using Akka.Actor;
using CsCheck;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Placement;

namespace NeuronActors.Tests.Placement;

public sealed class ChangeQueueSpecs
{
    private readonly ChangeQueue _queue = new();
    private readonly Dictionary<QueuedChange, ImmutableArray<VisibleCoreIndex>?> _claims = new(ReferenceEqualityComparer.Instance);

    [Fact]
    public void Changes_of_one_model_run_one_after_the_other()
    {
        var first = Add("a", 0);
        var second = Add("a", 1);

        Assert.Same(first, Take());
        Assert.Null(Take());
        Assert.True(_queue.IsRunning(first.Model));

        _queue.Ended(first.Model);
        Assert.Same(second, Take());
    }

    [Fact]
    public void Changes_of_two_models_on_other_cores_run_side_by_side()
    {
        var first = Add("a", 0, 1);
        var second = Add("b", 2);

        Assert.Same(first, Take());
        Assert.Same(second, Take());
    }

    [Fact]
    public void A_change_that_waits_for_its_cores_is_not_overtaken_on_them()
    {
        var running = Add("a", 0);
        Take();
        var waiting = Add("b", 0, 1);
        var late = Add("c", 1);
        var elsewhere = Add("d", 2);

        Assert.Same(elsewhere, Take());
        Assert.Null(Take());

        _queue.Ended(running.Model);
        Assert.Same(waiting, Take());
        Assert.Null(Take());
        _queue.Ended(waiting.Model);
        Assert.Same(late, Take());
    }

    [Fact]
    public void A_load_whose_file_is_still_being_read_holds_up_only_its_own_model()
    {
        var load = Add(new QueuedChange(new ModelName("a"), new LoadModel("/a"), ActorRefs.Nobody), 0);
        var behind = Add("a", 3);
        var other = Add("b", 0);

        Assert.Same(other, Take());
        Assert.Null(Take());

        load.Package = new ModelPackage("/a", "a", []);
        Assert.Null(Take());
        _queue.Ended(other.Model);
        Assert.Same(load, Take());
        _queue.Ended(load.Model);
        Assert.Same(behind, Take());
    }

    [Fact]
    public void Healing_goes_before_all_else_and_waits_once_for_each_model()
    {
        Add("a", 0);
        var healing = Healing("a", 0);
        _queue.AddHealing(healing);
        _queue.AddHealing(Healing("a", 0));

        Assert.True(_queue.HasHealing(healing.Model));
        Assert.Equal(2, _queue.Waiting.Count);
        Assert.Same(healing, Take());
        Assert.False(_queue.HasHealing(healing.Model));
    }

    [Fact]
    public void A_change_that_is_not_going_to_begin_is_taken_out_and_does_not_run()
    {
        var refused = Add("a");
        _claims[refused] = null;
        var next = Add("a", 0);

        Assert.Same(refused, Take());
        Assert.False(_queue.IsRunning(refused.Model));
        Assert.Same(next, Take());
    }

    [Fact]
    public void What_waits_can_be_taken_out_all_at_once()
    {
        var first = Add("a", 0);
        var second = Add("b", 0);

        Assert.Equal(new[] { first, second }, _queue.Clear());
        Assert.Empty(_queue.Waiting);
        Assert.Null(Take());
    }

    [Fact]
    public void Whatever_is_added_and_ends_the_next_change_is_the_one_that_the_rules_name() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 63], Gen.Int[0, 100]).Array[1, 60].Sample(script =>
        {
            var (queue, model) = (new ChangeQueue(), new NaiveQueue());
            foreach (var (action, name, cores, pick) in script) Step(queue, model, action, name, cores, pick);

            // Everything that can end ends, and everything that can begin begins: nothing is left but loads that nobody has read.
            for (var round = 0; round < 200; round++)
            {
                if (Taken(queue, model) is null && !End(queue, model, 0)) break;
            }

            Assert.Equal(model.Waiting.Select(entry => entry.Change), queue.Waiting);
            Assert.All(model.Waiting.GroupBy(entry => entry.Change.Model), group => Assert.Contains(group, entry => !entry.Change.IsReady));
        });

    private static void Step(ChangeQueue queue, NaiveQueue model, int action, int name, int cores, int pick)
    {
        var claim = pick % 9 == 0 ? null : Enumerable.Range(0, 6).Where(i => (cores & (1 << i)) != 0 && (pick & 1) == (i & 1)).ToArray();
        var who = new ModelName($"m{name}");
        switch (action)
        {
            case <= 2:
                var change = new QueuedChange(who, new SetMulticore(who), ActorRefs.Nobody);
                queue.Add(change);
                model.Waiting.Add((change, claim));
                break;
            case 3:
                var load = new QueuedChange(who, new LoadModel($"/{pick}"), ActorRefs.Nobody);
                queue.Add(load);
                model.Waiting.Add((load, claim));
                break;
            case 4:
                var healing = new QueuedChange(who, null, ActorRefs.Nobody);
                queue.AddHealing(healing);
                if (!model.Waiting.Exists(entry => entry.Change.IsHealing && entry.Change.Model == who)) model.Waiting.Insert(0, (healing, claim));
                break;
            case 5:
                if (model.Waiting.Find(entry => !entry.Change.IsReady).Change is { } read) read.Package = new ModelPackage("/", "m", []);
                break;
            case 6:
                End(queue, model, pick);
                break;
            default:
                Taken(queue, model);
                break;
        }
    }

    private static QueuedChange? Taken(ChangeQueue queue, NaiveQueue model)
    {
        var claims = model.Waiting.ToDictionary<(QueuedChange Change, int[]? Claim), object, int[]?>(
            entry => entry.Change, entry => entry.Claim, ReferenceEqualityComparer.Instance);
        var expected = model.Take();
        var taken = queue.TakeNext(change => claims[change]?.Select(i => new VisibleCoreIndex(i)));
        Assert.Same(expected, taken);
        return taken;
    }

    private static bool End(ChangeQueue queue, NaiveQueue model, int pick)
    {
        if (model.Running.Count == 0) return false;

        var ended = model.Running.Keys.OrderBy(name => name.Value, StringComparer.Ordinal).ElementAt(pick % model.Running.Count);
        model.Running.Remove(ended);
        queue.Ended(ended);
        return true;
    }

    private static QueuedChange Change(string model) => new(new ModelName(model), new SetMulticore(new ModelName(model)), ActorRefs.Nobody);

    private QueuedChange Healing(string model, params ReadOnlySpan<int> cores)
    {
        var change = new QueuedChange(new ModelName(model), null, ActorRefs.Nobody);
        _claims[change] = [.. CoreList.Of(cores)];
        return change;
    }

    private QueuedChange Add(string model, params ReadOnlySpan<int> cores) => Add(Change(model), cores);

    private QueuedChange Add(QueuedChange change, params ReadOnlySpan<int> cores)
    {
        _claims[change] = [.. CoreList.Of(cores)];
        _queue.Add(change);
        return change;
    }

    private QueuedChange? Take() => _queue.TakeNext(change => _claims[change]);
}
