namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>Where a NEFF lies in a file, as the file was when that was found out.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="FileLength">The length of the whole file.</param>
/// <param name="LastWrite">When the file had last been written.</param>
internal sealed record NeffLocation(long Offset, long Length, long FileLength, DateTime LastWrite);
