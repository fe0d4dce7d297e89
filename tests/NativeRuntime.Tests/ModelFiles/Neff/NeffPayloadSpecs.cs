using System.Formats.Tar;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Neff;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

public sealed class NeffPayloadSpecs
{
    private static readonly byte[] Definition = Encoding.UTF8.GetBytes(NeffBuilder.Definition);

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Ustar)]
    public void A_tar_of_any_kind_is_read_with_and_without_gzip(TarEntryFormat format)
    {
        var tar = NeffBuilder.Tar(format, ("./neff.json", "{}"u8.ToArray()), ("./sg00/def.json", Definition), ("sg00/pe.bin", new byte[700]));

        foreach (var payload in new[] { tar, NeffBuilder.Gzip(tar) })
        {
            var neff = NeffHeaderSpecs.Read(NeffBuilder.Of(payload));

            Assert.Equal((NeffMember[])[new("neff.json", 2), new("sg00/def.json", Definition.Length), new("sg00/pe.bin", 700)], neff.Members);
            Assert.Equal(new NeffTensor("input0", 24), Assert.Single(neff.Inputs));
            Assert.Equal(new NeffTensor("output0", 24), Assert.Single(neff.Outputs));
        }
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void A_long_name_is_read(TarEntryFormat format)
    {
        var name = $"sg00/{string.Join('/', Enumerable.Repeat("folder", 40))}/weights.bin";

        var neff = NeffHeaderSpecs.Read(NeffBuilder.Of(NeffBuilder.Tar(format, (name, [1]), ("sg00/def.json", Definition))));

        Assert.Equal(FileNameShown(name), neff.Members[0].Name);

        static string FileNameShown(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
    }

    [Fact]
    public void The_tensors_of_all_subgraphs_are_listed_in_the_order_of_their_numbers()
    {
        var second = """{ "var": { "b": { "type": "input", "size": 2, "var_id": 7 }, "a": { "type": "input", "size": 1, "var_id": 3 }, "t": { "type": "tmp-buf" }, "x": 5 } }""";

        var neff = NeffHeaderSpecs.Read(NeffBuilder.Of(NeffBuilder.Tar(("sg00/def.json", NeffBuilder.Definition), ("sg01/def.json", second))));

        Assert.Equal(["input0", "a", "b"], neff.Inputs.Select(input => input.Name));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("this is neither of them", "it is neither a tar archive nor one in gzip")]
    public void A_payload_of_another_kind_is_refused(string payload, string reason) =>
        NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(Encoding.UTF8.GetBytes(payload)), reason);

    [Theory]
    [InlineData("sg00/def.json", "{", "sg00/def.json is no sound JSON")]
    [InlineData("sg00/def.json", "[]", "sg00/def.json is no JSON object")]
    [InlineData("sg00/def.json", "{}", "sg00/def.json has no 'var'")]
    [InlineData("sg00/def.json", """{ "var": [] }""", "'var' in sg00/def.json is no object")]
    [InlineData("sg00/def.json", """{ "var": { "x": { "type": "input" } } }""", "the input 'x' in sg00/def.json has no size")]
    [InlineData("sg00/def.json", """{ "var": { "x": { "type": "output", "size": -1 } } }""", "the output 'x' in sg00/def.json has no size")]
    [InlineData("sg00/def.json", """{ "var": { "x": { "type": "input", "size": 1 }, "x": { "type": "input", "size": 1 } } }""", "describes 'x' twice")]
    [InlineData("neff.json", "{}", "it holds no sgNN/def.json, which describes the inputs and outputs; it holds neff.json")]
    [InlineData("../sg00/def.json", NeffBuilder.Definition, "the member '../sg00/def.json' leads out of the archive")]
    [InlineData("/sg00/def.json", NeffBuilder.Definition, "the member '/sg00/def.json' leads out of the archive")]
    public void What_is_wrong_in_a_sound_tar_is_named(string name, string content, string reason) =>
        NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(NeffBuilder.Gzip(NeffBuilder.Tar((name, content)))), reason);

    [Fact]
    public void A_definition_nested_deeper_than_any_is_refused() =>
        NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(NeffBuilder.Tar(("sg00/def.json", $"{{\"a\":{new string('[', 100_000)}"))), "is no sound JSON");

    [Fact]
    public void A_payload_cut_anywhere_is_refused()
    {
        var tar = NeffBuilder.Tar(("sg00/def.json", NeffBuilder.Definition));
        var gzip = NeffBuilder.Gzip(tar);

        // A tar ends with two empty blocks; without the last of them it is whole.
        for (var length = 0; length < tar.Length - 1024; length += 100) NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(tar[..length]), "the payload");
        for (var length = 0; length < gzip.Length; length += 7) NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(gzip[..length]), "the payload");
    }

    [Fact]
    public void A_byte_that_changed_in_gzip_is_found()
    {
        var gzip = NeffBuilder.Gzip(NeffBuilder.Tar(("sg00/def.json", NeffBuilder.Definition)));
        gzip[^5] ^= 1;

        NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(gzip), "the payload");
    }

    [Fact]
    public void A_header_of_a_tar_that_changed_is_found()
    {
        var tar = NeffBuilder.Tar(TarEntryFormat.Ustar, ("sg00/def.json", Definition), ("sg00/pe.bin", [1]));
        tar[512 + 512] ^= 1;

        NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(tar), "the checksum of the header of tar member 2 does not match");
    }

    [Fact]
    public void An_extended_header_that_announces_gigabytes_allocates_nothing()
    {
        var tar = NeffBuilder.Tar(TarEntryFormat.Pax, (new string('n', 150), [1]), ("sg00/def.json", Definition));
        Assert.Equal((byte)'x', tar[156]);
        Encoding.ASCII.GetBytes("17777777777\0").CopyTo(tar, 124);
        Resum(tar, 0);

        NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(tar), "a member of 2147483647 bytes is where at most 65536 are expected");
    }

    [Fact]
    public void A_gzip_bomb_is_refused_at_its_limit()
    {
        var bomb = NeffBuilder.Gzip(NeffBuilder.Tar(TarEntryFormat.Pax, ("zeros.bin", new byte[80 * 1024 * 1024])));

        NeffHeaderSpecs.AssertRefused(NeffBuilder.Of(bomb), "which is the limit for its size");
    }

    // The checksum of a header counts its own eight bytes as spaces.
    private static void Resum(byte[] tar, int header)
    {
        Encoding.ASCII.GetBytes("        ").CopyTo(tar, header + 148);
        var sum = tar.AsSpan(header, 512).ToArray().Sum(each => each);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, header + 148);
    }
}
