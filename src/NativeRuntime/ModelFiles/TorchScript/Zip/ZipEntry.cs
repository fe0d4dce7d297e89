namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Zip;

/// <summary>An entry as the central directory of a zip archive describes it. Nothing of that has been checked.</summary>
internal sealed record ZipEntry(string Name, ushort Flags, ushort Method, uint Crc, long PackedSize, long Size, long HeaderOffset);
