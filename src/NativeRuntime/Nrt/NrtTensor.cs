using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>One tensor of a loaded model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size on the device.</param>
/// <param name="Spec">What it looks like to a caller.</param>
internal readonly record struct NrtTensor(string Name, long Bytes, TensorSpec Spec);
