namespace NeuronActors.Cluster.Hosting;

/// <summary>The files of mutual TLS between nodes, all PEM: <c>neuron.cluster.transport.tls</c>.</summary>
/// <param name="CaFile">The certificates that vouch for nodes. Nobody else is trusted.</param>
/// <param name="CertificateFile">This node's certificate, and after it those between it and the CA, if any.</param>
/// <param name="KeyFile">The key of the certificate, not encrypted.</param>
public sealed record NodeCertificates(string CaFile, string CertificateFile, string KeyFile)
{
    /// <summary>Whether a node's certificate has to be for the host that it is connected by; null leaves it to the HOCON.</summary>
    public bool? CheckHost { get; init; }
}
