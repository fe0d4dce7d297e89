using CsCheck;

namespace NeuronActors.Tests;

public sealed class ModelNameSpecs
{
    private const string Allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    private static readonly Gen<string> Texts = Gen.Frequency(
        (3, Gen.String[Gen.Char["aZ09._-"], 0, 12]),
        (1, Gen.String[Gen.Char["a1.-/ é\0\n"], 0, 12]),
        (1, Gen.Int[120, 140].Select(length => new string('a', length))));

    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("ResNet-50_v1.5")]
    public void Names_are_letters_digits_dots_underscores_and_hyphens(string text)
    {
        Assert.Equal(text, new ModelName(text).Value);
        Assert.Equal(text, new ModelName(text).ToString());
    }

    [Theory]
    [InlineData("", "'' is no model name: it must have 1 to 128 characters.")]
    [InlineData("a b", "'a b' is no model name: only letters, digits, '.', '_' and '-' are allowed.")]
    [InlineData("../a", "'../a' is no model name: only letters, digits, '.', '_' and '-' are allowed.")]
    [InlineData("é", "'é' is no model name: only letters, digits, '.', '_' and '-' are allowed.")]
    [InlineData("-a", "'-a' is no model name: it must start with a letter or a digit.")]
    [InlineData(".a", "'.a' is no model name: it must start with a letter or a digit.")]
    public void Everything_else_is_refused_with_the_reason(string text, string message)
    {
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new ModelName(text)).Message, StringComparison.Ordinal);
        Assert.False(ModelName.TryParse(text, out var name));
        Assert.Equal(default, name);
    }

    [Fact]
    public void A_name_has_128_characters_at_most()
    {
        Assert.Equal(128, new ModelName(new string('a', 128)).Value.Length);
        Assert.Throws<ArgumentException>(() => new ModelName(new string('a', 129)));
    }

    [Fact]
    public void Nothing_is_no_name()
    {
        Assert.False(ModelName.TryParse(null, out _));
        Assert.Equal("", default(ModelName).Value);
    }

    [Fact]
    public void What_parses_is_what_the_rule_says() => Texts.Sample(text =>
    {
        var sound = text.Length is >= 1 and <= 128 && text.All(Allowed.Contains) && char.IsAsciiLetterOrDigit(text[0]);

        Assert.Equal(sound, ModelName.TryParse(text, out var name));
        Assert.Equal(sound ? text : "", name.Value);
    });

    [Fact]
    public void Any_text_makes_a_name_and_a_name_makes_itself() => Texts.Sample(text =>
    {
        var name = ModelName.Sanitize(text);

        Assert.True(ModelName.TryParse(name.Value, out _));
        if (ModelName.TryParse(text, out var same)) Assert.Equal(same, name);
    });

    [Theory]
    [InlineData("/models/mnist.onnx", "mnist")]
    [InlineData("/models/mnist.ONNX", "mnist")]
    [InlineData("/models/echo.sim.json", "echo")]
    [InlineData("/models/bert.neff", "bert")]
    [InlineData("/models/bert.pt", "bert")]
    [InlineData("/models/bert.v2", "bert.v2")]
    [InlineData("/models/chain/", "chain")]
    [InlineData("chain", "chain")]
    [InlineData("/models/my model.onnx", "my-model")]
    [InlineData("/models/.hidden", "m.hidden")]
    [InlineData("/models/.onnx", "m")]
    [InlineData("/", "m")]
    public void A_path_gives_its_last_part_without_the_extension(string path, string name) =>
        Assert.Equal(name, ModelName.FromPath(path).Value);

    [Fact]
    public void Names_are_compared_ordinally() => Assert.NotEqual(new ModelName("mnist"), new ModelName("MNIST"));
}
