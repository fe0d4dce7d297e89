using System.Security.Cryptography;
using System.Text;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>Tells whether the files of a model are the same on two nodes.</summary>
internal static class ModelHash
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The hash of a file, or of all files of a folder with their names, in lower-case hexadecimal.</summary>
    /// <exception cref="IOException">Something of it cannot be read.</exception>
    public static async Task<string> OfAsync(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (!Directory.Exists(path))
        {
            await AddAsync(hash, path);

            // What a compiled graph does not say of its tensors stands beside it.
            var beside = Path.ChangeExtension(path, ".metaneff");
            if (File.Exists(beside)) await AddAsync(hash, beside);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(path, file)}\n{new FileInfo(file).Length}\n"));
            await AddAsync(hash, file);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task AddAsync(IncrementalHash hash, string file)
    {
        var buffer = new byte[BufferBytes];
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        while (await stream.ReadAsync(buffer) is > 0 and var count) hash.AppendData(buffer, 0, count);
    }
}
