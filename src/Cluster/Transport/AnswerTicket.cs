namespace NeuronActors.Cluster.Transport;

/// <summary>What an answer is collected with.</summary>
/// <param name="Value">Drawn at random by the node that has the answer.</param>
internal sealed record AnswerTicket(Guid Value);
