using System.CommandLine;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Client.Changes;

/// <summary><c>unload</c>: takes a model out of service; requests in flight finish.</summary>
internal sealed class UnloadCommand : ClientCommand
{
    private readonly Argument<string> _model = ModelArgument();

    public UnloadCommand()
        : base("unload", "Takes a model out of service, all of its versions; requests in flight finish.")
    {
        Add(_model);
        AddCommon();
    }

    public override string Example => "unload mnist";

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var model = call.Get(_model);
        await call.Node.PostAsync(NodePaths.Unload(model), new { }, cancellationToken);
        call.Output.Write(new { Model = model, Unloaded = true }, (console, _) => console.WriteText($"{model} is unloaded."));
        return ExitCode.Ok;
    }
}
