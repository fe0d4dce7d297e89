namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>A graph has an input or output that is no tensor, or a tensor of elements that <c>ElementType</c> has no name for.</summary>
internal sealed class UnsupportedTensorException(string message) : Exception(message);
