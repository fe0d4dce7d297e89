namespace NeuronActors.Serialization;

/// <summary>
/// Marks the messages that may cross the wire. Exactly these are bound to <c>NeuronMessageSerializer</c>; everything else stays within
/// its process.
/// </summary>
public interface INeuronWireMessage;
