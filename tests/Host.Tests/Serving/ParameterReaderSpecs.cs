using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Tests.Serving;

public sealed class ParameterReaderSpecs
{
    [Fact]
    public void Numbers_and_flags_may_be_texts_because_some_clients_have_nothing_else()
    {
        var reader = new ParameterReader(new Dictionary<string, object> { ["a"] = 2L, ["b"] = "-1", ["c"] = true, ["d"] = "false", ["e"] = "x" });

        Assert.Equal((2, -1), (reader.Int("a"), reader.Int("b")));
        Assert.Equal((true, false), (reader.Flag("c"), reader.Flag("d")));
        Assert.Equal("x", reader.Text("e"));
        Assert.Null(reader.Int("f"));
        reader.End("none");
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(3_000_000_000L)]
    [InlineData("1.5")]
    [InlineData(true)]
    public void What_is_no_whole_number_is_refused_by_name(object value)
    {
        var reader = new ParameterReader(new Dictionary<string, object> { ["start_nc"] = value });

        var refused = Assert.Throws<ServingException>(() => reader.Int("start_nc"));

        Assert.Equal((ServingErrorKind.InvalidArgument, "Parameter 'start_nc' must be a whole number."), (refused.Error.Kind, refused.Message));
    }

    [Fact]
    public void What_nobody_took_is_refused()
    {
        var reader = new ParameterReader(new Dictionary<string, object> { ["start_cn"] = 1L });
        reader.Int("start_nc");

        Assert.Equal("There is no parameter 'start_cn' here; there are 'start_nc'.", Assert.Throws<ServingException>(() => reader.End("'start_nc'")).Message);
    }
}
