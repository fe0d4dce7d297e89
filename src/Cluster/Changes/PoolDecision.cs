using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Changes;

/// <summary>What a command for the pool means: the model, and the parts of each node; or why it cannot be. Pure.</summary>
internal sealed record PoolDecision(ModelName Model, ModelSource Source, ImmutableArray<NodeRange> Target, MovePolicy? Policy)
{
    /// <summary>Decides.</summary>
    /// <param name="command">A command of the pool's scope that is a change.</param>
    /// <param name="pool">What is known of the pool.</param>
    /// <param name="files">The id of the files of a load; null where it is not known.</param>
    public static (PoolDecision? Decision, PoolRejected? Refusal) Of(ScopedCommand command, PoolPicture pool, ContentHash? files = null)
    {
        if (command.PoolVersion is { } version && version != pool.Layout.Version)
        {
            return Refuse(
                PoolRejection.StaleVersion, $"The pool has version {pool.Layout.Version}, and the command means version {version}: an index may mean another core by now.");
        }

        var model = ModelOf(command.Command);
        var isThere = pool.IsThere(model);
        if (command.Command is LoadModel && isThere)
        {
            return Refuse(PoolRejection.NameTaken, $"A model '{model}' is loaded already. Unload it first, or choose another name.");
        }

        if (command.Command is not LoadModel && !isThere) return Refuse(PoolRejection.ModelNotFound, $"No model '{model}' is loaded on any node.");

        return command.Command switch
        {
            LoadModel load => Placed(model, new ModelSource(load.Path, files), load.Multicore, load.StartNc, load.NcCount, null, null, pool),
            SetNeuronCores set => Placed(model, pool.SourceOf(model), false, set.StartNc, set.NcCount, set.Subgraph, set.Policy, pool),
            SetMulticore set => Placed(model, pool.SourceOf(model), true, 0, 1, set.Subgraph, set.Policy, pool),
            UnloadModel => (new PoolDecision(model, pool.SourceOf(model), [], null), null),
            _ => throw new ArgumentException($"{command.Command} is no change.", nameof(command)),
        };
    }

    public static ModelName ModelOf(PlacementCommand command) => command switch
    {
        LoadModel load => load.Name ?? ModelName.FromPath(load.Path),
        UnloadModel unload => unload.Model,
        SetNeuronCores set => set.Model,
        SetMulticore set => set.Model,
        _ => throw new ArgumentException($"{command} is no change.", nameof(command)),
    };

    private static (PoolDecision?, PoolRejected?) Placed(
        ModelName model, ModelSource source, bool everywhere, int start, int count, string? subgraph, MovePolicy? policy, PoolPicture pool)
    {
        if (subgraph is not null)
        {
            const string Why = "A placement over the pool is that of a whole model. Place a subgraph by itself with the scope of its node.";
            return (null, new PoolRejected(PoolRejection.InvalidArgument, Why) { Parameter = "subgraph" });
        }

        if (everywhere) (start, count) = (0, pool.Layout.Count);
        if (PoolSelection.Check(start, count, pool.Layout.Count) is { } flaw) return (null, flaw);

        var slots = pool.Slots(except: model);
        if (PoolSelection.Choose(start, count, slots) is not { } range)
        {
            return Refuse(PoolRejection.CoreUnavailable, $"There are no {Math.Max(1, count)} NeuronCores of the pool in a row that are all in service.");
        }

        for (var i = range.Start; i < range.Start + range.Count; i++)
        {
            if (slots[i].MayBeUsed) continue;

            var (node, core) = pool.Layout.At(i);
            return Refuse(PoolRejection.CoreUnavailable, $"NeuronCore {i} of the pool ({node}/{core}) is out of service, or its node takes nothing new.");
        }

        return (new PoolDecision(model, source, pool.Layout.Split(range), policy), null);
    }

    private static (PoolDecision?, PoolRejected?) Refuse(PoolRejection reason, string why) => (null, new PoolRejected(reason, why));
}
