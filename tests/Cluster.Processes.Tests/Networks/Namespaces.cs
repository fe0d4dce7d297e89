using System.Globalization;

namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>Whether this machine lets specs make network namespaces and drop packets in them.</summary>
internal static class Namespaces
{
    /// <summary>What every namespace of the specs is called first; then comes the process that made it.</summary>
    public const string Prefix = "neuron-";

    private static int _made;

    /// <summary>Why there are none; null when there are.</summary>
    public static string? Missing { get; } =
        Trial() is { } why ? $"No network namespaces here ({why}): run as root, with iproute2 and nftables installed." : null;

    /// <summary>A name that nothing on this machine has.</summary>
    public static string NewName() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _made)}");

    private static string? Trial()
    {
        var name = NewName();
        if (Tool.Failure("ip", "netns", "add", name) is { } no) return no;

        try
        {
            return Tool.Failure("ip", "-n", name, "link", "add", "v0", "type", "veth", "peer", "name", "v1")
                ?? Tool.Failure("ip", "-n", name, "link", "add", "b0", "type", "bridge")
                ?? Tool.Failure("ip", "netns", "exec", name, "nft", "add", "table", "inet", "trial");
        }
        finally
        {
            Tool.Failure("ip", "netns", "delete", name);
        }
    }
}
