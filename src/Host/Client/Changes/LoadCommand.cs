using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Changes;

/// <summary><c>load</c>: loads a model of the repository, onto cores if they are named.</summary>
internal sealed class LoadCommand : ClientCommand
{
    private readonly Argument<string> _model = ModelArgument();
    private readonly CoreOptions _cores = new();
    private readonly ScopeOptions _scope = new();
    private readonly Option<bool> _multicore = new("--multicore") { Description = "Every core gets a replica." };
    private readonly Option<int?> _version = NumberOption.Whole("--version", "number", "The version to load. [default: the model's own policy, the newest]", least: 0);

    public LoadCommand()
        : base("load", "Loads a model of the node's repository; a newer version takes the place of the old one while that serves.")
    {
        Add(_model);
        foreach (var option in _cores.All) Add(option);
        Add(_multicore);
        foreach (var option in _scope.OfChanges) Add(option);
        Add(_version);
        AddCommon();
        Validators.Add(_scope.Check);
        Validators.Add(result =>
        {
            if (result.GetValue(_multicore) && _cores.IsGiven(result)) result.AddError("--multicore means every core; it takes neither --start-nc nor --nc-count beside it.");
        });
    }

    public override string Example => "load mnist --start-nc 2 --nc-count 2";

    public override IEnumerable<string> MoreExamples => ["load mnist --node n2 --start-nc 0 --nc-count 2"];

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var (model, begun) = (call.Get(_model), Stopwatch.GetTimestamp());
        var parameters = _scope.AddTo(new Dictionary<string, object>(StringComparer.Ordinal), call);
        if (_cores.StartNc(call) is { } start) parameters["start_nc"] = start;
        if (_cores.NcCount(call) is { } count) parameters["nc_count"] = count;
        if (call.Get(_multicore)) parameters["multicore"] = true;
        if (call.Get(_version) is { } version) parameters["config"] = ConfigOf(version);
        await call.Node.PostAsync(NodePaths.Load(model), new { parameters }, cancellationToken);
        var placement = await call.Node.GetAsync<NodePlacement>(NodePaths.Placement(model) + _scope.QueryOf(call), cancellationToken);
        call.Output.Write(new ChangeResult(placement, Stopwatch.GetElapsedTime(begun).TotalMilliseconds), ChangeView.WriteLoad);
        return ExitCode.Ok;
    }

    // The protocol has no version of a load; a configuration that wants this one and no other says it.
    private static string ConfigOf(int version) => JsonSerializer.Serialize(new { version_policy = new { specific = new { versions = new[] { version } } } });
}
