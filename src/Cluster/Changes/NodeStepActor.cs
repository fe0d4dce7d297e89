using Akka.Actor;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster.Changes;

/// <summary>
/// One step on this node: asks where the model is, and gives the one command that brings it where it is to be. Stops when it has told its
/// parent how that ended.
/// </summary>
/// <remarks>
/// States: asking where it is → waiting for the command's answer, or, where the file has to be had first, for that → where the node has
/// the model now, waiting until the others know, so that whoever is told that the change is done can ask any node. A command that finds
/// the model other than the question did (another step came in between) is followed by the question again, once.
/// </remarks>
internal sealed class NodeStepActor : UntypedActor
{
    private readonly PoolParts _parts;
    private readonly PoolProtocol.Place _place;
    private LocatedModel? _files;
    private Ended? _ended;
    private bool _isCommanded;
    private bool _hasAskedAgain;

    public NodeStepActor(PoolParts parts, PoolProtocol.Place place)
    {
        _parts = parts;
        _place = place;
    }

    public static Props Props(PoolParts parts, PoolProtocol.Place place) => Akka.Actor.Props.Create(() => new NodeStepActor(parts, place));

    protected override void PreStart() => AskWhere();

    protected override void PostStop() => _files?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ModelPlacement placement: OnThere(placement); break;
            case PlacementRejected { Reason: PlacementRejection.ModelNotFound } when !_isCommanded: OnNotThere(); break;
            case FileReady ready: Load(ready.Files); break;
            case FileMissing missing: End(null, default, RuntimeErrorKind.UnsupportedModel, missing.Why); break;
            case PlacementChanged changed: OnChanged(changed.Placement); break;
            case PoolDirectoryActor.Confirmed when _ended is { } ended: Stop(ended); break;
            case ModelUnloaded unloaded: End(null, unloaded.Epoch); break;
            case PlacementFailed failed: OnFailed(failed); break;
            case PlacementRejected rejected: OnRejected(rejected); break;
        }
    }

    private void AskWhere()
    {
        _isCommanded = false;
        _parts.Cores.Entry.Tell(new GetPlacement(_place.Model));
    }

    private void OnThere(ModelPlacement placement)
    {
        if (_place.Range is not { } range) Command(new UnloadModel(_place.Model));
        else if (placement.Subgraphs.All(subgraph => subgraph.Range == range)) End(range, placement.Epoch);
        else Command(new SetNeuronCores(_place.Model, range.StartNc, range.NcCount) { Policy = _place.Policy });
    }

    private void OnNotThere()
    {
        if (_place.Range is null)
        {
            End(null, default);
            return;
        }

        var locating = _parts.Files.LocateAsync(_place.Source, _place.Origin, _parts.Board.Picture.View);
        locating.PipeTo(Self, success: files => new FileReady(files), failure: cause => new FileMissing(cause.Message));
    }

    private void Load(LocatedModel files)
    {
        _files?.Dispose();
        _files = files;
        Command(new LoadModel(files.Path) { Name = _place.Model, StartNc = _place.Range!.Value.StartNc, NcCount = _place.Range.Value.NcCount });
    }

    private void OnChanged(ModelPlacement placement)
    {
        if (_files is { } files)
        {
            _parts.Files.Keep(_place.Model, placement.Epoch, files);
            _files = null;
        }

        End(RangeOf(placement), placement.Epoch);
    }

    private void Command(PlacementCommand command)
    {
        _isCommanded = true;
        _parts.Cores.Entry.Tell(command);
    }

    private void OnRejected(PlacementRejected rejected)
    {
        var isOvertaken = rejected.Reason is PlacementRejection.NameTaken or PlacementRejection.ModelNotFound;
        if (isOvertaken && !_hasAskedAgain)
        {
            _hasAskedAgain = true;
            AskWhere();
        }
        else
        {
            End(null, default, rejected.Reason == PlacementRejection.Draining ? RuntimeErrorKind.LifeCycle : RuntimeErrorKind.BadRequest, rejected.Message);
        }
    }

    private void OnFailed(PlacementFailed failed) =>
        End(failed.Placement is { } placement ? RangeOf(placement) : null, failed.Placement?.Epoch ?? default, failed.Kind, failed.Message);

    private void End(NcRange? now, Epoch epoch, RuntimeErrorKind? failed = null, string? why = null)
    {
        var ended = new Ended(new PoolProtocol.Placed(_place.Step, now, epoch) { Failed = failed, Why = why });
        if (now is null || failed is not null)
        {
            Stop(ended);
            return;
        }

        _ended = ended;
        Context.ActorSelection($"/user/{PoolEntryActor.Name}").Tell(new PoolDirectoryActor.Confirm(_place.Model, epoch));
    }

    private void Stop(Ended ended)
    {
        Context.Parent.Tell(ended);
        Context.Stop(Self);
    }

    private static NcRange? RangeOf(ModelPlacement placement) => placement.Subgraphs.IsEmpty ? null : placement.Subgraphs[0].Range;

    /// <summary>The step has ended in this way.</summary>
    public sealed record Ended(PoolProtocol.Placed Answer) : INoSerializationVerificationNeeded;

    private sealed record FileReady(LocatedModel Files) : INoSerializationVerificationNeeded;

    private sealed record FileMissing(string Why) : INoSerializationVerificationNeeded;
}
