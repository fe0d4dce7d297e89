using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

public sealed class NeffHeaderSpecs
{
    [Theory]
    [InlineData(0, 0UL, "pkg_version is 0, and must be 1 or 2")]
    [InlineData(0, 3UL, "pkg_version is 3, and must be 1 or 2")]
    [InlineData(0, 0x0200000000000000UL, "its numbers are big-endian")]
    [InlineData(0, 0x04034B50UL, "this is a zip archive")]
    [InlineData(8, 1023UL, "header_size is 1023, and must be 1024")]
    [InlineData(8, ulong.MaxValue, "header_size is 18446744073709551615, and must be 1024")]
    [InlineData(16, 0UL, "data_size is 0, and")]
    [InlineData(16, 1UL << 63, "data_size is 9223372036854775808, and")]
    [InlineData(24, 1000UL, "neff_version_major is 1000, which is no version")]
    [InlineData(32, ulong.MaxValue, "neff_version_minor is 18446744073709551615, which is no version")]
    public void A_field_that_is_wrong_is_named_with_what_it_holds_and_what_was_expected(int offset, ulong value, string reason)
    {
        AssertRefused(NeffBuilder.Put(NeffBuilder.Sound(), offset, value), reason);
        Assert.Equal("net", Read(NeffBuilder.Sound()).Header.Name);
    }

    [Theory]
    [InlineData(0, "it is 0 bytes long, and a NEFF begins with a header of 1024")]
    [InlineData(1023, "it is 1023 bytes long")]
    [InlineData(1024, "0 bytes follow the header: the file is cut")]
    public void A_file_that_is_cut_is_refused(int length, string reason) => AssertRefused(NeffBuilder.Sound()[..length], reason);

    [Fact]
    public void Something_behind_the_payload_is_refused() => AssertRefused([.. NeffBuilder.Sound(), 0], "or something is behind it");

    [Fact]
    public void What_would_move_a_cursor_in_a_name_is_replaced() => Assert.Equal("a\uFFFDb", Read(NeffBuilder.Sound("a\u001Bb")).Header.Name);

    [Fact]
    public void A_version_that_is_not_known_yet_is_left_to_the_native_library()
    {
        Assert.Equal(3, Read(NeffBuilder.Put(NeffBuilder.Sound(), 24, 3)).Header.MajorVersion);
    }

    internal static NeffFile Read(byte[] neff) => NeffFile.Read(new MemoryBytes("net.neff", null, neff));

    internal static void AssertRefused(byte[] neff, string reason)
    {
        var refusal = Assert.Throws<ModelFileException>(() => Read(neff));
        Assert.Equal("net.neff", refusal.Path);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
