using System.Runtime.CompilerServices;
using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Tests.Files;

/// <summary>A source that does what its script says, and counts what it is asked.</summary>
internal sealed class ScriptedSource(string name) : IModelFileSource
{
    private int _asked;

    public string Name => name;

    public Func<ContentHash, byte[]> Manifest { get; init; } = _ => throw new ModelSourceException("it has none");

    /// <summary>The chunks for a file from an offset on.</summary>
    public Func<ContentHash, long, IEnumerable<byte[]>> File { get; init; } = (_, _) => throw new ModelSourceException("it has none");

    /// <summary>Awaited before each chunk.</summary>
    public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>How often a file was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>The offsets that files were asked for from.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>A source that has one model of one file.</summary>
    public static ScriptedSource Of(string name, ModelFileManifest manifest, byte[] content, int chunk = 1000) => new(name)
    {
        Manifest = _ => manifest.Bytes,
        File = (_, offset) => content.Skip((int)offset).Chunk(chunk),
    };

    public Task<byte[]> ManifestAsync(ContentHash id, CancellationToken ct) => Task.FromResult(Manifest(id));

    public async IAsyncEnumerable<FileChunk> ReadAsync(ContentHash file, long offset, [EnumeratorCancellation] CancellationToken ct)
    {
        Interlocked.Increment(ref _asked);
        lock (Offsets) Offsets.Add(offset);
        foreach (var bytes in File(file, offset))
        {
            await Before(ct);
            yield return new FileChunk(bytes);
        }
    }
}
