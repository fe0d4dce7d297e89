namespace NeuronActors.Node.Client.Calls;

/// <summary>Where a node is, and what it is shown.</summary>
/// <param name="Url">Its REST address.</param>
/// <param name="ApiKey">Its API key; null when it has none.</param>
/// <param name="CaFile">The authorities that its certificate may be of, PEM; null takes those of this machine.</param>
/// <param name="IsInsecure">Whether its certificate is taken unseen.</param>
internal sealed record NodeAddress(Uri Url, string? ApiKey = null, string? CaFile = null, bool IsInsecure = false)
{
    public override string ToString() => Url.GetLeftPart(UriPartial.Authority);
}
