using Microsoft.Win32.SafeHandles;

namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>The bytes of an open file. Only what is asked for is read.</summary>
internal sealed class FileBytes : ByteSource, IDisposable
{
    private readonly SafeFileHandle _handle;

    private FileBytes(string path, SafeFileHandle handle, long length)
        : base(path, place: null, length)
    {
        _handle = handle;
        LastWrite = File.GetLastWriteTimeUtc(handle);
    }

    /// <summary>When the file was last written, as it was when it was opened.</summary>
    public DateTime LastWrite { get; }

    /// <exception cref="ModelFileException">The file is not there, or may not be read.</exception>
    public static FileBytes Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
            return new FileBytes(path, handle, RandomAccess.GetLength(handle));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new ModelFileException(path, $"the file cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Whether the file is still as it was when it was opened.</summary>
    public bool IsUnchanged()
    {
        try
        {
            return RandomAccess.GetLength(_handle) == Length && File.GetLastWriteTimeUtc(_handle) == LastWrite;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public override void Read(long offset, Span<byte> into)
    {
        try
        {
            for (var done = 0; done < into.Length;)
            {
                var count = RandomAccess.Read(_handle, into[done..], offset + done);
                if (count == 0) throw Flaw($"the file has become shorter than the {Length} bytes it had");
                done += count;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Flaw($"the file cannot be read: {error.Message}", error);
        }
    }

    public void Dispose() => _handle.Dispose();
}
