using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Views;

/// <summary><c>cores</c>: the cores of a node and what is on them.</summary>
internal sealed class CoresCommand : ClientCommand
{
    private readonly ScopeOptions _scope = new();

    public CoresCommand()
        : base("cores", "Shows the NeuronCores of a running node, or of its whole pool: state, replicas, work and memory.")
    {
        foreach (var option in _scope.OfViews) Add(option);
        AddCommon();
        Validators.Add(_scope.Check);
    }

    public override string Example => "cores --url http://trn1:8000";

    public override IEnumerable<string> MoreExamples => ["cores --scope pool"];

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        call.Output.Write(await call.Node.GetAsync<NodeCores>(NodePaths.Cores + _scope.QueryOf(call), cancellationToken), CoresView.Write);
        return ExitCode.Ok;
    }
}
