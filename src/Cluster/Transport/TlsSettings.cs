namespace NeuronActors.Cluster.Transport;

/// <summary>The files of mutual TLS between nodes, all PEM.</summary>
/// <param name="CaFile">The certificates that vouch for a node; nobody else is trusted, the system's roots included.</param>
/// <param name="CertificateFile">This node's certificate, and after it those between it and the CA, if any.</param>
/// <param name="KeyFile">The key of the certificate, not encrypted.</param>
internal sealed record TlsSettings(string CaFile, string CertificateFile, string KeyFile)
{
    /// <summary>
    /// Whether a node's certificate has to be issued for the host that it was connected by. Without, any node of the CA may stand in for any
    /// other one.
    /// </summary>
    public bool CheckHost { get; init; } = true;

    /// <exception cref="ArgumentException">A file is missing; which one.</exception>
    public void Validate()
    {
        Check(CaFile, "ca-file");
        Check(CertificateFile, "certificate-file");
        Check(KeyFile, "key-file");
    }

    private static void Check(string path, string key)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ArgumentException($"tls.{key} is not given; mutual TLS needs all three files.");
        if (!File.Exists(path)) throw new ArgumentException($"tls.{key} is '{path}', and there is no such file.");
    }
}
