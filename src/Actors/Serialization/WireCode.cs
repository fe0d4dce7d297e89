using System.Runtime.Serialization;

namespace NeuronActors.Serialization;

/// <summary>The codes of one enum on the wire: a value's place in a list, counted from 1, whatever number it has in the process.</summary>
/// <param name="inOrder">The values. New ones go to the end, and none is ever taken out: older nodes know the codes as they are.</param>
internal sealed class WireCode<T>(params T[] inOrder)
    where T : struct, Enum
{
    /// <summary>The code that stands for no value.</summary>
    public const byte None = 0;

    /// <exception cref="SerializationException">The value has no code: it is none of the enum's.</exception>
    public byte Of(T value)
    {
        var place = Array.IndexOf(inOrder, value);
        return place >= 0 ? (byte)(place + 1) : throw new SerializationException($"{typeof(T).Name} {value} has no code on the wire.");
    }

    public bool TryFind(byte code, out T value)
    {
        var exists = code >= 1 && code <= inOrder.Length;
        value = exists ? inOrder[code - 1] : default;
        return exists;
    }
}
