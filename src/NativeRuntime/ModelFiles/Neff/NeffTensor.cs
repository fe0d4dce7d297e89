namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>An input or output as the payload of a NEFF describes it: a name and a size. Shape and type are not in there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">What it takes on the device.</param>
public sealed record NeffTensor(string Name, long Bytes);
