using System.IO.Compression;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.Fuzz.Targets;

/// <summary>The readers of TorchScript archives, from the outside to the inside.</summary>
internal static class ArchiveTargets
{
    /// <summary>The file as it is: mostly the zip around the rest is spoilt.</summary>
    public static FuzzTarget Zip(FuzzSeeds seeds) =>
        new("zip", random => Mutator.Spoil(random, FuzzSeeds.Pick(random, seeds.Archives), FuzzSeeds.Pick(random, seeds.Archives)), Read);

    /// <summary>A spoilt pickle by itself.</summary>
    public static FuzzTarget Pickle(FuzzSeeds seeds)
    {
        var pickles = seeds.Opened.SelectMany(entries => entries).Where(IsPickle).Select(entry => entry.Content).ToArray();
        return new FuzzTarget(
            "pickle",
            random => Mutator.Spoil(random, FuzzSeeds.Pick(random, pickles), FuzzSeeds.Pick(random, pickles)),
            bytes => Unpickler.Read(new MemoryBytes("fuzz.pt", "data.pkl", bytes)));
    }

    /// <summary>An archive that is sound but for its objects and tensors.</summary>
    public static FuzzTarget Objects(FuzzSeeds seeds) =>
        new("objects", random => Rebuild(random, FuzzSeeds.Pick(random, seeds.Opened), entry => IsPickle(entry) || entry.Name.Contains("/data/", StringComparison.Ordinal), Mutator.Spoil), Read);

    /// <summary>An archive that is sound but for its code.</summary>
    public static FuzzTarget Code(FuzzSeeds seeds) =>
        new("code", random => Rebuild(random, FuzzSeeds.Pick(random, seeds.Opened), entry => entry.Name.EndsWith(".py", StringComparison.Ordinal), SpoilCode), Read);

    private static void Read(byte[] bytes) => TorchScriptModel.Read(new MemoryBytes("fuzz.pt", null, bytes));

    private static bool IsPickle((string Name, byte[] Content) entry) => entry.Name.EndsWith(".pkl", StringComparison.Ordinal);

    private static byte[] Rebuild(
        Random random, (string Name, byte[] Content)[] entries, Func<(string Name, byte[] Content), bool> isMeant, Func<Random, byte[], byte[], byte[]> spoil)
    {
        var meant = entries.Where(isMeant).ToArray();
        var (spoilt, content) = FuzzSeeds.Pick(random, meant);
        var other = FuzzSeeds.Pick(random, meant).Content;
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                using var stream = zip.CreateEntry(entry.Name, CompressionLevel.NoCompression).Open();
                stream.Write(entry.Name == spoilt ? spoil(random, content, other) : entry.Content);
            }
        }

        return archive.ToArray();
    }

    // Lines and words are changed about as well as bytes, or nearly nothing would get past the parser.
    private static byte[] SpoilCode(Random random, byte[] code, byte[] other)
    {
        if (random.Next(3) == 0) return Mutator.Spoil(random, code, other);

        var lines = Encoding.UTF8.GetString(code).Split('\n').ToList();
        var words = Encoding.UTF8.GetString([.. code, .. other]).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        for (var changes = 1 + random.Next(4); changes > 0 && words.Length > 0; changes--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(4))
            {
                case 0:
                    lines.Insert(random.Next(lines.Count), lines[at]);
                    break;
                case 1 when lines.Count > 1:
                    lines.RemoveAt(at);
                    break;
                case 2:
                    lines[at] = $"{lines[at]} {FuzzSeeds.Pick(random, words)}";
                    break;
                default:
                    lines[at] = lines[at].Replace(FuzzSeeds.Pick(random, words), FuzzSeeds.Pick(random, words), StringComparison.Ordinal);
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
