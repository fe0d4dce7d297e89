using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Views;

/// <summary><c>cores</c>: the cores of a node and what is on them.</summary>
internal sealed class CoresCommand : ClientCommand
{
    public CoresCommand()
        : base("cores", "Shows the NeuronCores of a running node: state, replicas, work and memory.") => AddCommon();

    public override string Example => "cores --url http://trn1:8000";

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        call.Output.Write(await call.Node.GetAsync<NodeCores>(NodePaths.Cores, cancellationToken), CoresView.Write);
        return ExitCode.Ok;
    }
}
