namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>What makes two loads one file: a file that was overwritten in place is another one.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastWriteUtc">When it was written last.</param>
internal readonly record struct SessionKey(string Path, long Length, DateTime LastWriteUtc);
