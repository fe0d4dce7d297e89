using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Files;

/// <summary>A temporary folder with what specs of files need in it.</summary>
internal sealed class ModelFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("neuron-files-").FullName;

    public string CacheDirectory => Path.Combine(Root, "cache");

    /// <summary>A model of one file.</summary>
    public string File(string name, int size, int seed = 1)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, Bytes(size, seed));
        return path;
    }

    /// <summary>A model of three files, one in a folder below.</summary>
    public string Folder(string name, int size = 100_000)
    {
        File($"{name}/model.json", 100, seed: 1);
        File($"{name}/a.neff", size, seed: 2);
        File($"{name}/parts/b.neff", size, seed: 3);
        return Path.Combine(Root, name);
    }

    public static byte[] Bytes(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public ModelFileCache Open(long maxBytes = long.MaxValue, ModelFileShelf? shelf = null, Func<string, Stream>? openPart = null) =>
        ModelFileCache.Open(new ModelFileSettings(CacheDirectory) { MaxBytes = maxBytes }, shelf, openPart);

    /// <summary>A node that serves a shelf.</summary>
    public static Task<TensorServer> ServeAsync(ModelFileShelf shelf) =>
        TensorServer.StartAsync(new TransportSettings(), (infer, _) => ValueTask.FromResult(TwoNodes.Echo(infer)), shelf);

    /// <summary>A node as a source.</summary>
    public static RemoteModelSource SourceAt(int port, TimeSpan? stall = null) =>
        new(TwoNodes.EndpointAt(port), new TransportSettings(), certificates: null, stall ?? Patience.Long);

    public static void AssertSame(string expected, string actual)
    {
        if (System.IO.File.Exists(expected))
        {
            Assert.Equal(System.IO.File.ReadAllBytes(expected), System.IO.File.ReadAllBytes(actual));
            return;
        }

        var files = Directory.EnumerateFiles(expected, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(expected, path)).Order().ToArray();
        Assert.Equal(files, Directory.EnumerateFiles(actual, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(actual, path)).Order());
        Assert.All(files, file => AssertSame(Path.Combine(expected, file), Path.Combine(actual, file)));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
