using System.Formats.Tar;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Inspection;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

public sealed class NeffLargeSpecs : IDisposable
{
    private const int Weights = 3_000_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Of_gigabytes_that_are_not_packed_only_the_headers_and_descriptions_are_read()
    {
        const long Gigabytes = 4L << 30;
        var front = NeffBuilder.Of(TarHeader("sg00/weights.bin", Gigabytes));
        var behind = NeffBuilder.Tar(("sg00/def.json", NeffBuilder.Definition));
        NeffBuilder.Put(front, 16, (ulong)(front.Length - 1024 + Gigabytes + behind.Length));
        var source = new CountingBytes(front, Gigabytes, behind);

        var neff = NeffFile.Read(source);

        Assert.Equal((NeffMember[])[new("sg00/weights.bin", Gigabytes), new("sg00/def.json", NeffBuilder.Definition.Length)], neff.Members);
        Assert.Equal("input0", Assert.Single(neff.Inputs).Name);
        Assert.InRange(source.BytesRead, 1, 16 * 1024);
    }

    // Random bytes as weights are, which no packing makes smaller.
    [Fact]
    public void A_graph_of_megabytes_is_read_by_itself_and_in_an_archive()
    {
        var weights = new byte[Weights];
        new Random(3).NextBytes(weights);
        var bytes = NeffBuilder.Of(NeffBuilder.Gzip(NeffBuilder.Tar(
            TarEntryFormat.Ustar, ("neff.json", "{}"u8.ToArray()), ("sg00/def.json", Encoding.UTF8.GetBytes(NeffBuilder.Definition)), ("sg00/weights.bin", weights))));
        var pickle = new PickleWriter().Module("__torch__", "Net", ("model", each => each.Neuron(bytes, ArchiveBuilder.Meta())));
        var archive = new ArchiveBuilder().Data(pickle).Code("", "class Net(Module):\n  def forward(self, x):\n    _0, = ops.neuron.forward_v2([x], self.model)\n    return _0\n");

        var alone = Assert.Single(ModelInspection.Read(_folder.Write("large.neff", bytes)).Subgraphs);
        var within = Assert.Single(ModelInspection.Read(_folder.Write("large.pt", archive.ToArray())).Subgraphs);

        foreach (var subgraph in (InspectedSubgraph[])[alone, within])
        {
            Assert.Equal(bytes.Length, subgraph.Neff!.Size);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), subgraph.Digest!.Sha256);
            Assert.Equal([2L, NeffBuilder.Definition.Length, Weights], subgraph.Neff.Members.Select(member => member.Size));
        }

        var placed = Assert.Single(ModelFile.Read(_folder.At("large.pt")).Subgraphs);
        using var image = NeffImage.Open(placed);
        Assert.Equal(bytes, image.Neff.ReadAll(2 * Weights));
        Assert.Equal("input0 FP32 [2, 3]", $"{Assert.Single(placed.Signature!.Inputs)}");
    }

    [Fact]
    public void A_file_that_was_found_sound_is_read_from_end_to_end_once_and_another_in_its_place_again()
    {
        var time = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        var path = _folder.Write("net.neff", NeffBuilder.Sound("one"));
        File.SetLastWriteTimeUtc(path, time);
        var first = NeffFile.Read(path);
        var again = NeffFile.Read(path);

        // As long, and of the same time: but another compilation has another header.
        _folder.Write("net.neff", NeffBuilder.Sound("two"));
        File.SetLastWriteTimeUtc(path, time);
        var other = NeffFile.Read(path);

        Assert.True(first.Members == again.Members, "What is remembered is the same list.");
        Assert.False(first.Members == other.Members);
        Assert.Equal("two", other.Header.Name);

        // Damage is found at the first reading, and what was damaged at a reading is read at the next.
        _folder.Write("cut.neff", NeffBuilder.Of(NeffBuilder.Gzip(NeffBuilder.Tar(("sg00/def.json", NeffBuilder.Definition)))[..^9]));
        File.SetLastWriteTimeUtc(_folder.At("cut.neff"), time);
        Assert.Throws<ModelFileException>(() => NeffFile.Read(_folder.At("cut.neff")));
        Assert.Throws<ModelFileException>(() => NeffFile.Read(_folder.At("cut.neff")));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] TarHeader(string name, long size)
    {
        var header = NeffBuilder.Tar(TarEntryFormat.Gnu, (name, []))[..512];
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(each => each), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }
}
