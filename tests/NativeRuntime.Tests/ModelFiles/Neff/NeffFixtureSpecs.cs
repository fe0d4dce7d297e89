using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

public sealed class NeffFixtureSpecs
{
    public static TheoryData<string> Files => Fixture.Names("neff");

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_file_is_read_or_refused_as_it_should_be(string name)
    {
        var expected = Fixture.Expected("neff").GetProperty("files").GetProperty(name);
        var outcome = expected.Text("outcome");

        var refusal = Record.Exception(() => NeffFile.Read(Fixture.At("neff", name)));

        if (refusal is not null) Assert.IsType<ModelFileException>(refusal);
        if (outcome == "accept") Assert.Null(refusal);
        if (outcome == "reject") Assert.NotNull(refusal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_a_sound_file_says_of_itself_is_read(string name)
    {
        var expected = Fixture.Expected("neff").GetProperty("files").GetProperty(name);
        if (!expected.TryGetProperty("parsed", out var parsed)) return;

        using var file = FileBytes.Open(Fixture.At("neff", name));
        var neff = NeffFile.Read(file);

        var header = neff.Header;
        Assert.Equal(parsed.GetProperty("pkg_version").GetInt64(), header.PackageVersion);
        Assert.Equal(parsed.GetProperty("data_size").GetInt64(), header.DataSize);
        Assert.Equal(parsed.GetProperty("neff_version_major").GetInt64(), header.MajorVersion);
        Assert.Equal(parsed.GetProperty("neff_version_minor").GetInt64(), header.MinorVersion);
        Assert.Equal(parsed.GetProperty("num_tpb").GetInt64(), header.CoreCount);
        Assert.Equal(parsed.GetProperty("requested_tpb_count").GetInt64(), header.RequestedCoreCount);
        Assert.Equal(parsed.GetProperty("feature_bits").GetUInt64(), header.FeatureBits);
        Assert.Equal(parsed.GetProperty("lnc_size").GetInt64(), header.LogicalCoreSize);
        Assert.Equal(parsed.Text("build_version"), header.BuildVersion);
        Assert.Equal(parsed.Text("hash_hex"), Convert.ToHexStringLower([.. header.Hash]));
        Assert.Equal(parsed.Text("uuid_hex"), header.Uuid);
        Assert.StartsWith(parsed.Text("name")[..Math.Min(200, parsed.Text("name").Length)], header.Name, StringComparison.Ordinal);
        Assert.Equal(parsed.GetProperty("length").GetInt64(), neff.Size);
        Assert.Equal(parsed.Items("files").Select(each => (each.Text("name"), each.GetProperty("length").GetInt64())), neff.Members.Select(each => (each.Name, each.Size)));
        Assert.Equal(Variables("input"), neff.Inputs);
        Assert.Equal(Variables("output"), neff.Outputs);
        Assert.Equal("trn1", neff.Target);

        var digest = NeffDigest.Of(file, header);
        Assert.Equal(parsed.Text("sha256"), digest.Sha256);
        Assert.True(digest.HashMatches);

        IEnumerable<NeffTensor> Variables(string type) => parsed.GetProperty("var").EnumerateObject()
            .Where(each => each.Value.Text("type") == type)
            .Select(each => new NeffTensor(each.Name, each.Value.GetProperty("size").GetInt64()));
    }

    [Theory]
    [InlineData("single.neff")]
    [InlineData("multi.neff")]
    public void A_metaneff_beside_it_says_what_its_tensors_are(string name)
    {
        var expected = Fixture.Expected("neff").GetProperty("files").GetProperty(name).GetProperty("metaneff");

        var signature = Assert.Single(ModelFile.Read(Fixture.At("neff", name)).Subgraphs).Signature!;

        Assert.Equal(Specs(expected.Items("inputs")), signature.Inputs.Select(each => $"{each}"));
        Assert.Equal(Specs(expected.Items("outputs")), signature.Outputs.Select(each => $"{each}"));
    }

    [Fact]
    public void Without_a_metaneff_its_tensors_are_not_known_before_it_is_loaded()
    {
        Assert.Null(Assert.Single(ModelFile.Read(Fixture.At("neff", "pax-tar.neff")).Subgraphs).Signature);
    }

    internal static IEnumerable<string> Specs(IEnumerable<System.Text.Json.JsonElement> tensors) => tensors.Select(tensor =>
        $"{tensor.Text("name")} {Fixture.Oip(tensor.Text("dtype"))} [{string.Join(", ", tensor.Items("shape").Select(each => each.GetInt64()))}]");
}
