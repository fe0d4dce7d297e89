using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Tests.Files;

public sealed class ModelFileManifestSpecs
{
    private static readonly ContentHash Hash = ContentHash.Of([1, 2, 3]);

    public static TheoryData<string, string> BadNames => new()
    {
        { "../etc/passwd", "has the part '..'" },
        { "a/../../b", "has the part '..'" },
        { "/etc/passwd", "has an empty part" },
        { "a//b", "has an empty part" },
        { "a/", "has an empty part" },
        { "", "has an empty part" },
        { "./a", "has the part '.'" },
        { "a\\b", "has a / or \\" },
        { "a\0b", "has a control character" },
        { new string('x', 256), "more than 255" },
        { string.Join('/', Enumerable.Repeat(new string('x', 200), 6)), "longer than 1024" },
    };

    [Fact]
    public void A_list_is_read_as_it_was_written_and_its_id_does_not_depend_on_an_order()
    {
        ModelFileEntry[] files = [new("b/c", 5, Hash), new("a", 7, ContentHash.Of([]))];
        var manifest = new ModelFileManifest("m", isFolder: true, files);

        var read = ModelFileManifest.Read(manifest.Bytes, manifest.Id);

        Assert.Equal(("m", true, 12L, manifest.Id), (read.Name, read.IsFolder, read.TotalBytes, read.Id));
        Assert.Equal(["a", "b/c"], read.Files.Select(file => file.Name));
        Assert.Equal(manifest.Id, new ModelFileManifest("m", isFolder: true, files.Reverse()).Id);
        Assert.NotEqual(manifest.Id, new ModelFileManifest("n", isFolder: true, files).Id);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_name_that_leads_elsewhere_is_refused(string name, string flaw)
    {
        var refusal = Assert.Throws<ModelTransferException>(() => new ModelFileManifest("m", isFolder: true, [new(name, 1, Hash)]));

        Assert.Equal(TransferFailure.BadManifest, refusal.Kind);
        Assert.Contains(flaw, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_on_a_disk_is_refused()
    {
        AssertRefused("lists no file", "m", true);
        AssertRefused("listed twice", "m", true, new("a", 1, Hash), new("a", 1, Hash));
        AssertRefused("'a' is a file and a folder", "m", true, new("a", 1, Hash), new("a-b", 1, Hash), new("a/b", 1, Hash));
        AssertRefused("has a size of -1", "m", true, new ModelFileEntry("a", -1, Hash));
        AssertRefused("larger than any disk", "m", true, new("a", long.MaxValue, Hash), new("b", 1, Hash));
        AssertRefused("not its only file", "m", false, new ModelFileEntry("a", 1, Hash));
        AssertRefused("the model's name '..'", "..", true, new ModelFileEntry("a", 1, Hash));
    }

    [Fact]
    public void A_list_whose_hash_is_not_the_id_is_refused_and_so_is_what_is_no_list()
    {
        var manifest = new ModelFileManifest("m", isFolder: true, [new("a", 7, Hash)]);
        for (var i = 0; i < manifest.Bytes.Length; i++)
        {
            byte[] damaged = [.. manifest.Bytes];
            damaged[i] ^= 1;

            Assert.Throws<ModelTransferException>(() => ModelFileManifest.Read(damaged, manifest.Id));
            try
            {
                // One that is honest about its hash may be sound; nothing else than the typed refusal may come of it.
                ModelFileManifest.Read(damaged, ContentHash.Of(damaged));
            }
            catch (ModelTransferException refusal)
            {
                Assert.Equal(TransferFailure.BadManifest, refusal.Kind);
            }
        }
    }

    [Fact]
    public void A_hash_is_read_as_it_is_written()
    {
        Assert.Equal("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", Hash.ToString());
        Assert.True(ContentHash.TryParse(Hash.ToString(), out var read));
        Assert.Equal(Hash, read);
        Assert.All(["", "ab", new string('g', 64), $"{Hash}0"], text => Assert.False(ContentHash.TryParse(text, out _)));
    }

    private static void AssertRefused(string flaw, string name, bool isFolder, params ModelFileEntry[] files) =>
        Assert.Contains(
            flaw, Assert.Throws<ModelTransferException>(() => new ModelFileManifest(name, isFolder, files)).Message, StringComparison.Ordinal);
}
