using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using NeuronActors.FakeNrt;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;
using Xunit.Abstractions;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

/// <summary>
/// A NEFF with weights in it, read and loaded, with the times. A large one is
/// <c>NEURON_NEFF_BYTES=1073741824 dotnet test tests/NativeRuntime.Tests -c Release --filter NrtLargeFile --logger "console;verbosity=detailed"</c>;
/// with more than 2 GiB it shows that no array holds it.
/// </summary>
public sealed class NrtLargeFileSpecs(ITestOutputHelper output) : NrtSpec
{
    private static readonly DateTime LongAgo = new(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    private static long Bytes => long.TryParse(Environment.GetEnvironmentVariable("NEURON_NEFF_BYTES"), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 8 << 20;

    [StandInFact]
    public void What_is_not_packed_is_looked_at_and_loaded_whole()
    {
        var path = Write("plain", payload => payload);

        var model = Timed("not packed, first reading", () => ModelFile.Read(path));
        Timed("not packed, second reading", () => ModelFile.Read(path));
        var replica = Timed("not packed, load onto the stand-in", () => Runtime.Load(model.Subgraphs[0], Core0));

        AssertWorks(replica);
    }

    [StandInFact]
    public void What_is_packed_is_read_from_end_to_end_once()
    {
        var path = Write("packed", payload => new GZipStream(payload, CompressionLevel.Fastest, leaveOpen: true));

        Timed("packed, first reading", () => ModelFile.Read(path));
        Timed("packed, second reading", () => ModelFile.Read(path));

        Assert.Equal("packed", ModelFile.Read(path).DefaultName);
    }

    // Numbers of seven bits: about as much as weights can be packed.
    private string Write(string name, Func<Stream, Stream> pack)
    {
        var path = Path.Combine(Folder.Path, $"{name}.neff");
        using (var weights = new FileStream(Path.Combine(Folder.Path, "weights"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose))
        {
            var (random, chunk) = (new Random(7), new byte[1 << 20]);
            for (var left = Bytes; left > 0; left -= chunk.Length)
            {
                random.NextBytes(chunk);
                for (var i = 0; i < chunk.Length; i++) chunk[i] &= 0x7F;
                weights.Write(chunk, 0, (int)Math.Min(chunk.Length, left));
            }

            weights.Position = 0;
            using var file = new FileStream(path, FileMode.Create);
            file.Write(NeffBuilder.Of([]));
            using var packed = pack(file);
            using (var tar = new TarWriter(packed, TarEntryFormat.Ustar, leaveOpen: true))
            {
                Add(tar, "sg00/def.json", new MemoryStream(Encoding.UTF8.GetBytes("""{ "var": { "x": { "type": "input", "size": 16 }, "y": { "type": "output", "size": 16 } } }""")));
                Add(tar, "toy/program", new MemoryStream("input x 10 16 1 4\noutput y 10 16 1 4 affine 0 3 1\n"u8.ToArray()));
                Add(tar, "sg00/weights.bin", weights);
            }
        }

        using (var file = new FileStream(path, FileMode.Open)) Finish(file);
        File.SetLastWriteTimeUtc(path, LongAgo);
        return path;
    }

    private static void Add(TarWriter tar, string name, Stream content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });

    private static void Finish(FileStream file)
    {
        file.Position = 16;
        file.Write(BitConverter.GetBytes((ulong)(file.Length - 1024)));
    }

    private T Timed<T>(string what, Func<T> work)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = work();
        output.WriteLine($"{Bytes:#,##0} bytes of weights, {what}: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:#,##0.0} ms");
        return result;
    }
}
