namespace NeuronActors.Node.Serve.Joining;

/// <summary>The files of mutual TLS between nodes, PEM.</summary>
/// <param name="Certificate">This node's certificate and its chain.</param>
/// <param name="Key">Its key.</param>
/// <param name="Authorities">The authorities that vouch for nodes.</param>
internal sealed record ClusterTls(string Certificate, string Key, string Authorities);
