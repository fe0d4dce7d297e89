namespace NeuronActors.Node.Serving.Repository;

/// <summary>One line of the repository index.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">The version; empty for a model without a usable one.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Reason">Why it is unavailable; else empty.</param>
internal sealed record ModelIndexEntry(string Name, string Version, RepositoryState State, string Reason)
{
    /// <summary>The state as the wire has it.</summary>
    public string StateText => State.ToString().ToUpperInvariant();
}
