using System.Globalization;
using System.Text;
using Akka.Configuration;
using NeuronActors.Configuration;

namespace NeuronActors.Cluster.Hosting;

/// <summary>
/// What a developer sets in code. What is null is left to the HOCON, and there to the defaults in <c>neuron-cluster.conf</c> and
/// <c>neuron-transport.conf</c>, where units and reasons stand.
/// </summary>
public sealed class NeuronClusterOptions
{
    /// <summary>The name of this node: <c>neuron.cluster.node-name</c>.</summary>
    public NodeName? NodeName { get; set; }

    /// <summary>What becomes of the replicas of a lost node: <c>neuron.cluster.desired.lost-node</c>.</summary>
    public LostNodePolicy? LostNode { get; set; }

    /// <summary>The IP address to listen on for tensors and model files of other nodes: <c>neuron.cluster.transport.address</c>.</summary>
    public string? TransportAddress { get; set; }

    /// <summary>The port for them; 0 takes a free one: <c>neuron.cluster.transport.port</c>.</summary>
    public int? TransportPort { get; set; }

    /// <summary>The host by which other nodes reach that port: <c>neuron.cluster.transport.public-host</c>.</summary>
    public string? TransportHost { get; set; }

    /// <summary>Mutual TLS for them: <c>neuron.cluster.transport.tls</c>.</summary>
    public NodeCertificates? Certificates { get; set; }

    /// <summary>Where model files of other nodes are kept: <c>neuron.cluster.files.cache-directory</c>.</summary>
    public string? FileCacheDirectory { get; set; }

    /// <summary>The bytes that they may take: <c>neuron.cluster.files.max-bytes</c>.</summary>
    public long? FileCacheBytes { get; set; }

    internal Config ToConfig()
    {
        var text = new StringBuilder();
        Add("neuron.cluster.node-name", Quoted(NodeName?.Value));
        Add("neuron.cluster.desired.lost-node", LostNode is { } policy ? SettingsReader.Kebab(policy) : null);
        Add("neuron.cluster.transport.address", Quoted(TransportAddress));
        Add("neuron.cluster.transport.port", TransportPort);
        Add("neuron.cluster.transport.public-host", Quoted(TransportHost));
        Add("neuron.cluster.transport.tls.enabled", Certificates is null ? null : "on");
        Add("neuron.cluster.transport.tls.ca-file", Quoted(Certificates?.CaFile));
        Add("neuron.cluster.transport.tls.certificate-file", Quoted(Certificates?.CertificateFile));
        Add("neuron.cluster.transport.tls.key-file", Quoted(Certificates?.KeyFile));
        Add("neuron.cluster.transport.tls.check-host", Certificates?.CheckHost is { } check ? (check ? "on" : "off") : null);
        Add("neuron.cluster.files.cache-directory", Quoted(FileCacheDirectory));
        Add("neuron.cluster.files.max-bytes", FileCacheBytes);
        return ConfigurationFactory.ParseString(text.ToString());

        void Add(string key, object? value)
        {
            if (value is not null) text.AppendLine(CultureInfo.InvariantCulture, $"{key} = {value}");
        }
    }

    private static string? Quoted(string? value) =>
        value is null ? null : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
