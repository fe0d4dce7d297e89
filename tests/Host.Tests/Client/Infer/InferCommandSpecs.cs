using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Client.Npy;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client.Infer;

public sealed class InferCommandSpecs
{
    [Fact]
    public async Task A_digit_is_read_and_the_answer_is_shown_and_kept()
    {
        await using var node = await TestNode.StartAsync(("cores", "2"));
        using var folder = new TestRepository();
        var file = Path.Combine(folder.Root, "logits.npy");

        var run = (await ClientRun.RunAsync(node, "infer", "mnist", "--input", $"image={SampleFiles.Seven}", "--output", $"logits={file}")).Succeeded();

        Assert.Contains("mnist version 1, core 0 of node test,", run.Words, StringComparison.Ordinal);
        Assert.Contains("logits FP32 [1, 10]", run.Words, StringComparison.Ordinal);
        var (logits, reference) = (NpyFile.Read(File.ReadAllBytes(file)).AsSpan<float>().ToArray(), NpyFile.Read(File.ReadAllBytes(SampleFiles.Logits)).AsSpan<float>()[..10].ToArray());
        Assert.All(logits.Zip(reference), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    [Fact]
    public async Task Json_has_the_elements_the_core_and_the_node()
    {
        await using var node = await TestNode.StartAsync(("cores", "2"));

        var json = (await ClientRun.RunAsync(node, "infer", "mnist", "--input", $"image={SampleFiles.Seven}", "--json")).Succeeded().Json;

        Assert.Equal(("mnist", "1", "0", "test"), (Text("model_name"), Text("model_version"), Text("neuron_core"), Text("neuron_node")));
        var output = Assert.Single(json.GetProperty("outputs").EnumerateArray());
        Assert.Equal("FP32", output.GetProperty("datatype").GetString());
        Assert.Equal([1, 10], output.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32()));
        Assert.Equal(10, output.GetProperty("data").GetArrayLength());

        string? Text(string name) => json.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("Float", "[1.5,-2]", "[1.5,-2]")]
    [InlineData("Int64", "[9223372036854775807,-1]", "[9223372036854775807,-1]")]
    [InlineData("UInt8", "[0,255]", "[0,255]")]
    [InlineData("Bool", "[true,false]", "[true,false]")]
    [InlineData("Float16", "[0.5,2]", "[0.5,2]")]
    [InlineData("String", "[\"a\",\"日本\"]", "[\"a\",\"日本\"]")]
    public async Task Elements_written_out_come_back_as_they_went(string type, string given, string comes)
    {
        using var repository = new TestRepository().WithIdentity("same", Enum.Parse<OnnxType>(type));
        await using var node = await TestNode.StartAsync(("cores", "1"), ("model-repository", repository.Root));

        var run = (await ClientRun.RunAsync(node, "infer", "same", "--input", $"x={given}", "--json")).Succeeded();

        var data = run.Json.GetProperty("outputs")[0].GetProperty("data");
        Assert.Equal(comes, string.Concat(data.GetRawText().Where(letter => !char.IsWhiteSpace(letter))));
    }

    [Theory]
    [InlineData(2, "'mnist' has no input 'imaeg'; it takes image FP32 [?, 1, 28, 28]. Did you mean 'image'?", "--input", "imaeg=1")]
    [InlineData(2, "give --input image=FILE", "--version", "1")]
    [InlineData(2, "--input is 'image', and must be a name and a file", "--input", "image")]
    [InlineData(2, "Input 'image' cannot be read: Could not find file", "--input", "image=nowhere.npy")]
    [InlineData(2, "rows are not all of one length", "--input", "image=[[1],[2,3]]")]
    [InlineData(2, "'mnist' has no output 'logit'", "--input", "image=1", "--output", "logit=x")]
    [InlineData(1, "image", "--input", "image=[[1,2],[3,4]]")]
    [InlineData(5, "Version 9 of model 'mnist' is not loaded", "--input", "image=1", "--version", "9")]
    public async Task A_mistake_is_one_line_and_the_next_inference_works(int code, string says, params string[] arguments)
    {
        await using var node = await TestNode.StartAsync(("cores", "1"));

        (await ClientRun.RunAsync(node, ["infer", "mnist", .. arguments])).Failed(code, says);

        (await ClientRun.RunAsync(node, "infer", "mnist", "--input", $"image={SampleFiles.Seven}")).Succeeded();
    }

    [Fact]
    public async Task What_cannot_be_answered_in_time_is_code_6_and_says_what_to_do()
    {
        using var repository = new TestRepository().WithSimulated("slow", executionTime: "300ms");
        await using var node = await TestNode.StartAsync(("runtime", "simulated"), ("cores", "1"), ("model-repository", repository.Root));

        (await ClientRun.RunAsync(node, "infer", "slow", "--input", "x=[1]", "--timeout", "10ms")).Failed(6, "Give it more time with --timeout.");

        (await ClientRun.RunAsync(node, "infer", "slow", "--input", "x=[1]", "--timeout", "30s", "--priority", "1")).Succeeded();
    }
}
