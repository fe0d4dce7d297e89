namespace NeuronActors.Serialization;

/// <summary>How many bytes a message takes on the wire, without those of the transport's envelope.</summary>
internal static class WireSize
{
    /// <summary>Exactly what is written; nothing is allocated.</summary>
    /// <exception cref="System.Runtime.Serialization.SerializationException">It cannot be written, and why.</exception>
    public static long Of(INeuronWireMessage message)
    {
        var measure = new WireWriter();
        NeuronWire.Write(ref measure, message);
        return measure.Length;
    }
}
