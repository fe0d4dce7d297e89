using System.CommandLine;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Changes;

/// <summary><c>multicore</c>: spreads a model over every core while it serves.</summary>
internal sealed class MulticoreCommand : ClientCommand
{
    private readonly Argument<string> _model = ModelArgument();
    private readonly MoveOptions _move = new();

    public MulticoreCommand()
        : base("multicore", "Spreads a model over every core while it serves: set_multicore of torch_neuronx.")
    {
        Add(_model);
        foreach (var option in _move.All) Add(option);
        AddCommon();
    }

    public override string Example => "multicore mnist";

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var body = _move.BodyOf(call).With("multicore", true);
        call.Output.Write(await MoveCall.RunAsync(call.Node, call.Get(_model), body, cancellationToken), ChangeView.WriteMove);
        return ExitCode.Ok;
    }
}
