using Akka.Actor;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster;

/// <summary>
/// The first thing that a node does when it goes down in order: others are to hold what it holds before it takes nothing more. It serves
/// all the while. Done once, however often it is asked for. Thread-safe.
/// </summary>
internal sealed class HandOver
{
    private readonly PoolParts _parts;
    private readonly IActorRef _entry;
    private readonly TimeSpan _patience;
    private readonly Lazy<Task> _run;

    /// <param name="parts">The pool.</param>
    /// <param name="entry">Its entry actor.</param>
    /// <param name="patience">How long others may take.</param>
    public HandOver(PoolParts parts, IActorRef entry, TimeSpan patience)
    {
        (_parts, _entry, _patience) = (parts, entry, patience);
        _run = new Lazy<Task>(TellAndWaitAsync);
    }

    /// <summary>The phase of CoordinatedShutdown; <c>neuron-cluster.conf</c> puts it before all others, with its time-out.</summary>
    public const string Phase = "neuron-hand-over";

    /// <summary>Says that this node is about to go, and waits until others have what it has, or nobody can, or patience is at its end.</summary>
    public Task RunAsync() => _run.Value;

    /// <summary>Whether nothing is left to be taken over by others, or nobody can take it. Pure.</summary>
    public static bool IsOver(PoolPicture picture, NodeName self)
    {
        // As long as this node is no member there is nobody to know that it goes, and nobody who would take over.
        if (picture.View.Find(self) is not { } own) return true;
        if (!own.Last.IsHandingOver) return false;

        return picture.Desired.Values
            .Where(model => model.Find(self) is not null)
            .All(model => own.Last.Find(model.Model) is not { } held || IsElsewhere(model.Model) || !CanGoElsewhere(model.Model, held.Range.NcCount));

        bool IsElsewhere(ModelName model) =>
            picture.View.Nodes.Any(node => node.Name != self && node.TakesMore && node.Last.Find(model) is { Range.NcCount: > 0 });

        bool CanGoElsewhere(ModelName model, int count) => picture.View.Nodes.Any(
            node => node.Name != self && node.TakesMore && node.Last.Find(model) is null && HasRow(node.Last.Cores, Math.Min(count, node.Last.Cores.Length)));
    }

    private async Task TellAndWaitAsync()
    {
        if (_parts.Settings.Desired.LostNode != LostNodePolicy.Replace) return;

        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _parts.Board.Changed += Look;
        try
        {
            _entry.Tell(new PoolDirectoryActor.BeginHandOver(), ActorRefs.NoSender);
            Look(_parts.Board.Picture);
            await over.Task.WaitAsync(_patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            PoolLog.NotHandedOver(_parts.Log, _patience);
        }
        finally
        {
            _parts.Board.Changed -= Look;
        }

        void Look(PoolPicture picture)
        {
            if (IsOver(picture, _parts.Node)) over.TrySetResult();
        }
    }

    private static bool HasRow(ImmutableArray<CoreStatus> cores, int count)
    {
        var row = 0;
        foreach (var core in cores)
        {
            row = core.State == CoreState.Ready ? row + 1 : 0;
            if (row >= count) return count > 0;
        }

        return false;
    }
}
