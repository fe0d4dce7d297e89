using System.Text;
using NeuronActors.Node.Client.Npy;

namespace NeuronActors.Node.Tests.Client.Npy;

public sealed class NpyFileSpecs
{
    public static TheoryData<string> FixedTypes => [.. Enum.GetValues<ElementType>().Where(type => type != ElementType.Bytes).Select(type => type.OipName())];

    [Theory]
    [MemberData(nameof(FixedTypes))]
    public void What_is_written_reads_back_as_it_was(string name)
    {
        Assert.True(ElementTypeExtensions.TryParseOip(name, out var type));
        var data = Enumerable.Range(1, 6 * type.Size()).Select(i => type == ElementType.Bool ? (byte)(i % 2) : (byte)(i * 7)).ToArray();

        var read = NpyFile.Read(NpyFile.Write(new Tensor(type, new TensorShape(2, 3), data)));

        Assert.Equal((type, new TensorShape(2, 3)), (read.ElementType, read.Shape));
        Assert.Equal(data, read.Data.ToArray());
    }

    [Theory]
    [InlineData]
    [InlineData(0L)]
    [InlineData(3L)]
    [InlineData(1L, 0L, 4L)]
    [InlineData(2L, 3L, 4L)]
    public void Every_shape_reads_back(params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, dimension) => product * dimension);

        var read = NpyFile.Read(NpyFile.Write(new Tensor(ElementType.Float32, new TensorShape(shape), new byte[count * sizeof(float)])));

        Assert.Equal(new TensorShape(shape), read.Shape);
    }

    [Fact]
    public void Texts_read_back_whatever_their_lengths()
    {
        var read = NpyFile.Read(NpyFile.Write(Tensor.FromStrings(["", "naïve", "日本", "x"], 2, 2)));

        Assert.Equal(new TensorShape(2, 2), read.Shape);
        Assert.Equal(["", "naïve", "日本", "x"], read.ToStrings());
    }

    [Fact]
    public void A_file_of_NumPy_is_read()
    {
        var logits = NpyFile.Read(File.ReadAllBytes(SampleFiles.Logits));

        Assert.Equal((ElementType.Float32, new TensorShape(256, 10)), (logits.ElementType, logits.Shape));
        Assert.Equal(7, logits.AsSpan<float>()[..10].ToArray().Select((value, i) => (value, i)).Max().i);
    }

    [Fact]
    public void A_file_is_written_to_the_byte_as_NumPy_writes_it()
    {
        var bytes = File.ReadAllBytes(SampleFiles.Logits);

        Assert.Equal(bytes, NpyFile.Write(NpyFile.Read(bytes)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_version_of_the_format_is_read(byte version)
    {
        var file = NpyBytes.Of("{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", [1, 0, 2, 0], version);

        Assert.Equal([1, 2], NpyFile.Read(file).AsSpan<short>().ToArray());
    }

    [Theory]
    [InlineData("{\"shape\":(2L,),\"fortran_order\":False,\"descr\":\"<i2\"}")]
    [InlineData("  { 'fortran_order' : False , 'descr' : '<i2' , 'shape' : ( 2 , ) }   ")]
    public void Keys_quotes_and_spaces_may_be_as_Python_allows(string dictionary) =>
        Assert.Equal([1, 2], NpyFile.Read(NpyBytes.Of(dictionary, [1, 0, 2, 0])).AsSpan<short>().ToArray());

    [Fact]
    public void Fortran_order_is_turned_into_rows()
    {
        // Columns first: (1 4) (2 5) (3 6).
        var read = NpyFile.Read(NpyBytes.Of("|u1", "2, 3", [1, 4, 2, 5, 3, 6], isFortran: true));

        Assert.Equal([1, 2, 3, 4, 5, 6], read.Data.ToArray());
    }

    [Fact]
    public void Fortran_order_of_three_dimensions_is_turned_into_rows()
    {
        var shape = (2, 3, 4);
        var columns = new byte[24];
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                for (var k = 0; k < 4; k++) columns[i + (j * shape.Item1) + (k * shape.Item1 * shape.Item2)] = (byte)((i * 12) + (j * 4) + k);
            }
        }

        Assert.Equal(Enumerable.Range(0, 24).Select(i => (byte)i), NpyFile.Read(NpyBytes.Of("|i1", "2, 3, 4", columns, isFortran: true)).Data.ToArray());
    }

    [Fact]
    public void The_high_byte_first_is_turned_round()
    {
        Assert.Equal([1f], NpyFile.Read(NpyBytes.Of(">f4", "1,", [0x3F, 0x80, 0, 0])).AsSpan<float>().ToArray());
        Assert.Equal([0x0102], NpyFile.Read(NpyBytes.Of(">i2", "1,", [1, 2])).AsSpan<short>().ToArray().Select(value => (int)value));
    }

    [Theory]
    [InlineData("<U2", false)]
    [InlineData(">U2", true)]
    public void Unicode_texts_become_utf8(string descr, bool isBigEndian)
    {
        var elements = new UTF32Encoding(isBigEndian, byteOrderMark: false).GetBytes("é\0日本");

        Assert.Equal(["é", "日本"], NpyFile.Read(NpyBytes.Of(descr, "2,", elements)).ToStrings());
    }

    [Theory]
    [InlineData("|O", "Python objects")]
    [InlineData("<c8", "type '<c8'")]
    [InlineData("<M8[ns]", "type '<M8[ns]'")]
    [InlineData("<f3", "type '<f3'")]
    [InlineData("f4", "type 'f4'")]
    public void Elements_that_no_tensor_has_are_refused_by_name(string descr, string says) =>
        Assert.Contains(says, Refusal(NpyBytes.Of(descr, "1,", new byte[16])), StringComparison.Ordinal);

    [Theory]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "records")]
    [InlineData("{'fortran_order': False, 'shape': (1,)}", "does not say 'descr'")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", "neither True nor False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "a dimension is no number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "a dimension is no number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + 1", "something follows")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "a key 'x'")]
    [InlineData("{'descr': '<f4", "a text does not end")]
    [InlineData("", "a '{' is missing")]
    public void A_header_that_is_none_is_refused_with_the_reason(string dictionary, string says) =>
        Assert.Contains(says, Refusal(NpyBytes.Of(dictionary, new byte[4])), StringComparison.Ordinal);

    [Theory]
    [InlineData("2,", 4, "takes 8 bytes, and 4 follow the header")]
    [InlineData("2,", 12, "takes 8 bytes, and 12 follow the header")]
    [InlineData("4294967296, 4294967296", 4, "more elements than memory can hold")]
    public void Elements_that_are_not_as_many_as_the_shape_says_are_refused(string shape, int bytes, string says) =>
        Assert.Contains(says, Refusal(NpyBytes.Of("<f4", shape, new byte[bytes])), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_such_file_is_refused()
    {
        Assert.Contains("does not begin", Refusal([]), StringComparison.Ordinal);
        Assert.Contains("does not begin", Refusal("PK\u0003\u0004 something else"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("version 9", Refusal([0x93, .. "NUMPY"u8, 9, 0, 1, 0, 10]), StringComparison.Ordinal);
        Assert.Contains("ends within", Refusal([0x93, .. "NUMPY"u8, 2, 0, 1, 0]), StringComparison.Ordinal);
        Assert.Contains("its header takes 200 bytes", Refusal([0x93, .. "NUMPY"u8, 1, 0, 200, 0, 10]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_ends_with_zero_cannot_be_kept_and_is_not_changed_in_silence()
    {
        var flaw = Assert.Throws<FormatException>(() => NpyFile.Write(Tensor.FromStrings(["a", "b\0"])));

        Assert.Contains("element 1", flaw.Message, StringComparison.Ordinal);
    }

    private static string Refusal(byte[] file) => Assert.Throws<FormatException>(() => NpyFile.Read(file)).Message;
}
