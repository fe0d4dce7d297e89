using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Transport;

/// <summary>What the header of a <see cref="TensorFrame"/> says.</summary>
/// <param name="Message">The message without its tensors.</param>
/// <param name="Load">The load of the node that answers.</param>
/// <param name="Tensors">The tensors, in the order of their bytes.</param>
internal readonly record struct FrameHeader(INeuronWireMessage Message, NodeLoad? Load, ImmutableArray<FrameHeader.Entry> Tensors)
{
    /// <summary>A tensor.</summary>
    internal readonly record struct Entry(string Name, ElementType Type, TensorShape Shape, long Bytes);
}
