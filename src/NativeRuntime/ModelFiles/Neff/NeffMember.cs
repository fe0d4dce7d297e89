namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>A file within the payload of a NEFF.</summary>
/// <param name="Name">Its name, without a leading <c>./</c>.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record NeffMember(string Name, long Size);
