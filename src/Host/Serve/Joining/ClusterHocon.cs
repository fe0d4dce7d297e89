using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Configuration;

namespace NeuronActors.Node.Serve.Joining;

/// <summary>What was set for the pool, as Akka.NET and the pool read it.</summary>
internal static class ClusterHocon
{
    private const string CacheFolder = "neuron-models";

    // An open type of a message would let a peer choose what is made of its bytes.
    private const string Strict = "akka.actor.serialization-settings.allow-unregistered-types = off";

    /// <exception cref="ServeException">The host is a name that nobody knows.</exception>
    public static Config Of(ClusterOptions options)
    {
        var text = new StringBuilder(Strict).AppendLine();
        Add("akka.actor.provider", "cluster");
        Add("akka.remote.dot-netty.tcp.hostname", options.Host);
        Add("akka.remote.dot-netty.tcp.port", options.Port);
        Add("neuron.cluster.node-name", options.Name);
        Add("neuron.cluster.transport.address", AddressOf(options.Host));
        Add("neuron.cluster.transport.port", options.DataPort);
        Add("neuron.cluster.files.cache-directory", options.CacheDirectory ?? Path.Combine(Path.GetTempPath(), $"{CacheFolder}-{options.Name}"));
        if (options.LostNode is { } policy) Add("neuron.cluster.desired.lost-node", policy.ToString().ToLowerInvariant());
        if (options.Tls is { } tls)
        {
            Add("neuron.cluster.transport.tls.enabled", "on");
            Add("neuron.cluster.transport.tls.certificate-file", tls.Certificate);
            Add("neuron.cluster.transport.tls.key-file", tls.Key);
            Add("neuron.cluster.transport.tls.ca-file", tls.Authorities);
        }

        var scheme = options.Tls is null ? "akka.tcp" : "akka.ssl.tcp";
        text.AppendLine(CultureInfo.InvariantCulture, $"akka.cluster.seed-nodes = [{string.Join(", ", options.Seeds.Select(seed => $"\"{scheme}://{NodeSystem.Name}@{seed}\""))}]");
        return ConfigurationFactory.ParseString(text.ToString());

        void Add(string key, object value) => text.AppendLine(
            CultureInfo.InvariantCulture, $"{key} = \"{$"{value}".Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    private static IPAddress AddressOf(string host)
    {
        try
        {
            return IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
        }
        catch (Exception unknown) when (unknown is SocketException or IndexOutOfRangeException)
        {
            throw new ServeException($"--cluster-host is '{host}', and no address is known by that name: {unknown.Message}");
        }
    }
}
