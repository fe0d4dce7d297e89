namespace NeuronActors.Node.Client.Answers;

/// <summary>A model of the repository: an element of what <c>/v2/repository/index</c> answers.</summary>
internal sealed record ModelIndexEntry(string Name, string State, string? Version = null, string? Reason = null)
{
    public bool IsReady => State == "READY";
}
