namespace NeuronActors.Cluster.Serialization;

/// <summary>Marks what nodes of a pool tell each other. Exactly these are bound to <c>PoolMessageSerializer</c>.</summary>
public interface IPoolWireMessage;
