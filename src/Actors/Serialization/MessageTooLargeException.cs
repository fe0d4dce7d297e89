using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;

namespace NeuronActors.Serialization;

/// <summary>
/// A message that is larger than <c>neuron.remote.max-message-bytes</c> was to leave its process. Thrown where it is serialised, so on
/// the sender's side, where Akka.Remote logs it as an error; without it the transport would drop the message. An <see cref="Infer"/> sent
/// through <see cref="NeuronClient"/> does not come to this, it is answered <see cref="RejectionReason.TooLargeForFrame"/>.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its sizes.")]
public sealed class MessageTooLargeException : SerializationException
{
    internal MessageTooLargeException(INeuronWireMessage message, long size, int limit)
        : base($"{message.GetType().Name} takes {size} bytes, and neuron.remote.max-message-bytes lets no more than {limit} go to another process.")
    {
        Size = size;
        Limit = limit;
    }

    /// <summary>The bytes of the message.</summary>
    public long Size { get; }

    /// <summary>The bytes it may have: <c>neuron.remote.max-message-bytes</c>.</summary>
    public int Limit { get; }
}
