namespace NeuronActors.Node.Serving.Placement;

/// <summary>A replica as clients see it.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Version">Its version; empty for what did not come from the repository.</param>
/// <param name="Subgraph">The subgraph.</param>
/// <param name="State">Where it is in its life.</param>
internal sealed record ReplicaView(string Model, string Version, string Subgraph, ReplicaState State);
