using System.CommandLine;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Client.Changes;

/// <summary><c>unload</c>: takes a model out of service; requests in flight finish.</summary>
internal sealed class UnloadCommand : ClientCommand
{
    private readonly Argument<string> _model = ModelArgument();
    private readonly ScopeOptions _scope = new();

    public UnloadCommand()
        : base("unload", "Takes a model out of service, all of its versions; requests in flight finish.")
    {
        Add(_model);
        foreach (var option in _scope.OfChanges) Add(option);
        AddCommon();
        Validators.Add(_scope.Check);
    }

    public override string Example => "unload mnist";

    public override IEnumerable<string> MoreExamples => ["unload mnist --scope pool"];

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var model = call.Get(_model);
        var parameters = _scope.AddTo(new Dictionary<string, object>(StringComparer.Ordinal), call);
        await call.Node.PostAsync(NodePaths.Unload(model), new { parameters }, cancellationToken);
        call.Output.Write(new { Model = model, Unloaded = true }, (console, _) => console.WriteText($"{model} is unloaded."));
        return ExitCode.Ok;
    }
}
