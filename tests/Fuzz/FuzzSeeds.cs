using System.IO.Compression;

namespace NeuronActors.Fuzz;

/// <summary>What the inputs begin as: the fixtures of the readers' specs, sound and damaged.</summary>
internal sealed class FuzzSeeds
{
    private const int LargestSeed = 32 * 1024;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures");

    public byte[][] Neffs { get; } = Files("neff", "*.neff");

    public byte[][] Metas { get; } = Files("neff", "*.metaneff");

    public byte[][] Archives { get; } = [.. Files("torchscript", "*.pt"), .. Files("torchscript-damaged", "*.pt")];

    /// <summary>The entries of the sound archives, without those that are never read.</summary>
    public (string Name, byte[] Content)[][] Opened { get; } =
        [.. Files("torchscript", "*.pt").Select(Open).Where(entries => entries.Any(entry => entry.Name.EndsWith(".py", StringComparison.Ordinal)))];

    /// <summary>One of some.</summary>
    public static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static byte[][] Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(file => file.Length <= LargestSeed)];

    private static (string Name, byte[] Content)[] Open(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return [.. zip.Entries.Where(entry => !entry.Name.EndsWith(".debug_pkl", StringComparison.Ordinal)).Select(entry => (entry.FullName, Read(entry)))];
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var all = new MemoryStream();
        content.CopyTo(all);
        return all.ToArray();
    }
}
