using NeuronActors.Node.Demo.Digits;

namespace NeuronActors.Node.Tests.Demo.Digits;

public sealed class IdxFileSpecs
{
    [Fact]
    public void Dimensions_and_elements_are_read()
    {
        var file = IdxFile.Parse(new byte[] { 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6 }, rank: 2);

        Assert.Equal(new[] { 2, 3 }, file.Dimensions);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Elements.ToArray());
    }

    [Fact]
    public void No_elements_at_all_are_a_file_too() =>
        Assert.Empty(IdxFile.Parse(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 }, rank: 1).Elements.ToArray());

    [Theory]
    [InlineData(new byte[] { 0, 0, 8 }, "at least 4 bytes, and this has 3")]
    [InlineData(new byte[] { 0x1f, 0x8b, 8, 1, 0, 0, 0, 0 }, "with 1f 8b")]
    [InlineData(new byte[] { 0, 0, 0x0d, 1, 0, 0, 0, 0 }, "type 0x0d")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 0 }, "3 dimensions instead of 1")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0 }, "the header takes 8 bytes, and there are 6")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff }, "dimension 0 is -1")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 7 }, "2 elements take 2 bytes, and 1 follow the header")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0, 7 }, "0 elements take 0 bytes, and 1 follow the header")]
    public void What_is_no_such_file_is_refused_with_the_reason(byte[] content, string reason)
    {
        var flaw = Assert.Throws<FormatException>(() => IdxFile.Parse(content, rank: 1));

        Assert.Contains(reason, flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dimensions_beyond_any_memory_are_refused()
    {
        byte[] huge = [0, 0, 8, 3, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff];

        Assert.Throws<FormatException>(() => IdxFile.Parse(huge, rank: 3));
    }

    [Fact]
    public void A_flaw_in_a_file_is_told_with_its_path()
    {
        var path = Path.GetTempFileName();
        try
        {
            var flaw = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, rank: 1));

            Assert.StartsWith(path, flaw.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
