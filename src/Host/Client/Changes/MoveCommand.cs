using System.CommandLine;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Changes;

/// <summary><c>move</c>: moves a model to other cores while it serves.</summary>
internal sealed class MoveCommand : ClientCommand
{
    private readonly Argument<string> _model = ModelArgument();
    private readonly CoreOptions _cores = new();
    private readonly ScopeOptions _scope = new();
    private readonly MoveOptions _move = new();

    public MoveCommand()
        : base("move", "Moves a model to other cores while it serves: set_neuron_cores of torch_neuronx. No request is lost.")
    {
        Add(_model);
        foreach (var option in (Option[])[.. _cores.All, .. _scope.OfChanges, .. _move.All]) Add(option);
        AddCommon();
        Validators.Add(_scope.Check);
        Validators.Add(result =>
        {
            if (!_cores.IsGiven(result)) result.AddError("A move needs --start-nc, --nc-count or both.");
        });
    }

    public override string Example => "move mnist --start-nc 2 --nc-count 2";

    public override IEnumerable<string> MoreExamples => ["move mnist --scope pool --start-nc 6 --nc-count 4"];

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var body = _scope.AddTo(_move.BodyOf(call), call).With("start_nc", _cores.StartNc(call)).With("nc_count", _cores.NcCount(call));
        call.Output.Write(await MoveCall.RunAsync(call.Node, _move.PathOf(call, call.Get(_model)), _scope.QueryOf(call), body, cancellationToken), ChangeView.WriteMove);
        return ExitCode.Ok;
    }
}
