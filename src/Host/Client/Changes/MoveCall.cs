using System.Diagnostics;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;

namespace NeuronActors.Node.Client.Changes;

/// <summary>Moves a model and tells from where to where.</summary>
internal static class MoveCall
{
    public static async Task<ChangeResult> RunAsync(NodeClient node, string path, string query, Dictionary<string, object> body, CancellationToken cancellationToken)
    {
        var before = await node.GetAsync<NodePlacement>(path + query, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        var after = await node.PostAsync<NodePlacement>(path, body, cancellationToken);
        return new ChangeResult(after, Stopwatch.GetElapsedTime(begun).TotalMilliseconds, before);
    }

    public static Dictionary<string, object> With(this Dictionary<string, object> body, string key, object? value)
    {
        if (value is not null) body[key] = value;
        return body;
    }
}
