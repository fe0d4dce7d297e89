namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>One member of a tar archive.</summary>
/// <param name="Name">Its name, without a leading <c>./</c>.</param>
/// <param name="Size">The size of its content.</param>
/// <param name="IsFile">Whether it is a regular file.</param>
/// <param name="LinkTarget">Where it leads, for a link.</param>
internal sealed record TarMember(string Name, long Size, bool IsFile, string? LinkTarget);
