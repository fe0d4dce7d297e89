using System.Globalization;
using System.Net.Sockets;
using NeuronActors.Cluster.Processes.Nodes;

namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>A place with an address of its own on a <see cref="TestNetwork"/>.</summary>
/// <param name="Namespace">Its network namespace.</param>
/// <param name="Port">The port of the switch that its cable is in.</param>
/// <param name="Host">Its address there.</param>
internal sealed record NamespacePlace(string Namespace, string Port, string Host) : IPlace
{
    /// <summary>The end of the cable at the node.</summary>
    public const string Cable = "cable";

    private const string Table = "cut";

    public (string Program, IEnumerable<string> Arguments) Command(string program, IEnumerable<string> arguments) =>
        ("ip", ["netns", "exec", Namespace, program, .. arguments]);

    public SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = NamespaceSockets.Create(Namespace);
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>Drops what comes in from or for these TCP ports, until <see cref="Mend"/>: neither requests to this node nor answers of others get through.</summary>
    public void Drop(params IEnumerable<int> ports)
    {
        var set = $"{{ {string.Join(", ", ports.Select(port => port.ToString(CultureInfo.InvariantCulture)))} }}";
        Nft($"add table inet {Table}");
        Nft($"add chain inet {Table} in {{ type filter hook input priority 0; }}");
        Nft($"add rule inet {Table} in iif {Cable} tcp dport {set} drop");
        Nft($"add rule inet {Table} in iif {Cable} tcp sport {set} drop");
    }

    public void Mend() => Nft($"delete table inet {Table}");

    private void Nft(string command) => Tool.Run("ip", "netns", "exec", Namespace, "nft", command);
}
