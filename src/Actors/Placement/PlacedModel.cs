using Akka.Actor;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Routing;

namespace NeuronActors.Placement;

/// <summary>One model in the placement table.</summary>
internal sealed class PlacedModel(ModelName name, ModelPackage package)
{
    private bool _isRetiring;

    public ModelName Name => name;

    public ModelPackage Package => package;

    public ImmutableArray<PlacedSubgraph> Subgraphs { get; } = [.. package.Subgraphs.Select(file => new PlacedSubgraph(file))];

    /// <summary>The last change that took effect.</summary>
    public Epoch Epoch { get; set; }

    /// <summary>Whether its first load has ended well, so that it is to be seen and used.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>
    /// Whether it is on its way out and its router takes nothing new. Written by the coordinator, read from any thread: a request that
    /// saw it too late is refused by the router.
    /// </summary>
    public bool IsRetiring
    {
        get => Volatile.Read(ref _isRetiring);
        set => Volatile.Write(ref _isRetiring, value);
    }

    /// <summary>Its router; nobody until that has been started.</summary>
    public IActorRef Router { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether that has ended.</summary>
    public RouterLife RouterLife { get; } = new();

    /// <summary>What the whole model takes and gives; null until its first load has ended well, and empty when it runs in parts only.</summary>
    public SubgraphSignature? Signature { get; set; }

    /// <summary>What its router has done.</summary>
    public ModelCounters Counters { get; } = new();

    /// <summary>Gives its router a request, which is answered also when the router has come to its end. Thread-safe.</summary>
    public void Send(PendingInfer request)
    {
        Router.Tell(request, ActorRefs.NoSender);
        if (RouterLife.HasEnded) request.TryAnswer(Refusals.Stopped(name));
    }

    public PlacedSubgraph? Find(string subgraph) =>
        Subgraphs.FirstOrDefault(candidate => string.Equals(candidate.Name, subgraph, StringComparison.Ordinal));

    public ModelPlacement ToPlacement() => new(name, Epoch, [.. Subgraphs.Select(subgraph => subgraph.ToPlacement())]);
}
