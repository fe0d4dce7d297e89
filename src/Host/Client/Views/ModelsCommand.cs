using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Client.Views;

/// <summary><c>models</c>: the models that a node has and could have.</summary>
internal sealed class ModelsCommand : ClientCommand
{
    public ModelsCommand()
        : base("models", "Shows the models of a running node: state, cores (in a pool those of all nodes), latency since they were first loaded, and what they take and give.") => AddCommon();

    public override string Example => "models --json";

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var entries = await call.Node.PostAsync<ImmutableArray<ModelIndexEntry>>(NodePaths.Index, new { }, cancellationToken);
        var cores = await CoreCalls.TryGetPoolAsync(call.Node, cancellationToken) ?? await call.Node.GetAsync<NodeCores>(NodePaths.Cores, cancellationToken);
        var done = await call.Node.GetAsync<StatisticsTable>(NodePaths.AllStatistics, cancellationToken);
        var models = new List<ModelSummary>();
        foreach (var entry in entries) models.Add(ModelSummary.Of(entry, cores, done.Find(entry.Name, entry.Version), await MetadataOf(call.Node, entry, cancellationToken)));
        call.Output.Write(new ModelList([.. models]), ModelsView.Write);
        return ExitCode.Ok;
    }

    private static async Task<ModelMetadata?> MetadataOf(NodeClient node, ModelIndexEntry entry, CancellationToken cancellationToken)
    {
        if (!entry.IsReady) return null;

        try
        {
            return await node.GetAsync<ModelMetadata>(NodePaths.Metadata(entry.Name, entry.Version), cancellationToken);
        }
        catch (ClientException gone) when (gone.ExitCode == ExitCode.NotFound)
        {
            // Unloaded since the index was read.
            return null;
        }
    }
}
