namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>Two dimensions of a request that the model gives one name, and that have two sizes.</summary>
/// <param name="DimensionName">The name that they share, <c>batch</c> for example.</param>
/// <param name="FirstInput">The input in which the name stands first.</param>
/// <param name="FirstSize">Its size there.</param>
/// <param name="Size">Its size in the input that is at fault.</param>
public sealed record DimensionConflict(string DimensionName, string FirstInput, long FirstSize, long Size);
