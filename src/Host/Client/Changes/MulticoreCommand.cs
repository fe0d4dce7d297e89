using System.CommandLine;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Changes;

/// <summary><c>multicore</c>: spreads a model over every core while it serves.</summary>
internal sealed class MulticoreCommand : ClientCommand
{
    private readonly Argument<string> _model = ModelArgument();
    private readonly ScopeOptions _scope = new();
    private readonly MoveOptions _move = new();

    public MulticoreCommand()
        : base("multicore", "Spreads a model over every core, of the node or of its pool, while it serves: set_multicore of torch_neuronx.")
    {
        Add(_model);
        foreach (var option in (Option[])[.. _scope.OfChanges, .. _move.All]) Add(option);
        AddCommon();
        Validators.Add(_scope.Check);
    }

    public override string Example => "multicore mnist";

    public override IEnumerable<string> MoreExamples => ["multicore mnist --scope pool"];

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var body = _scope.AddTo(_move.BodyOf(call), call).With("multicore", true);
        call.Output.Write(await MoveCall.RunAsync(call.Node, _move.PathOf(call, call.Get(_model)), _scope.QueryOf(call), body, cancellationToken), ChangeView.WriteMove);
        return ExitCode.Ok;
    }
}
