using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Client.Calls;

/// <summary>Asks a node for cores where the caller does not say whose.</summary>
internal static class CoreCalls
{
    /// <summary>The cores of the whole pool that a node takes part in; null of a node that is alone.</summary>
    public static async Task<NodeCores?> TryGetPoolAsync(NodeClient node, CancellationToken cancellationToken)
    {
        try
        {
            return await node.GetAsync<NodeCores>(NodePaths.Cores + NodePaths.OfPool, cancellationToken) is { IsPool: true } pool ? pool : null;
        }
        catch (ClientException alone) when (alone.ExitCode is CommandLine.ExitCode.Failed or CommandLine.ExitCode.Unavailable)
        {
            // A node that is alone refuses the question; whatever else is wrong shows when it is asked for its own cores.
            return null;
        }
    }
}
