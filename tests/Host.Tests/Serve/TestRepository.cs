using NeuronActors.NativeRuntime.Tests.Cpu;

namespace NeuronActors.Node.Tests.Serve;

/// <summary>A model repository in a folder of its own, gone with the test.</summary>
internal sealed class TestRepository : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("neuron-repository-").FullName;

    /// <summary>A model that gives back what it gets: input x, output y, one open dimension.</summary>
    public TestRepository WithIdentity(string model, OnnxType type = OnnxType.Float, long version = 1) =>
        With(model, version, Graphs.Identity(type).Build());

    /// <summary>A model that gives its input with the sign turned.</summary>
    public TestRepository WithNegation(string model, long version = 1) => With(model, version, Graphs.Negation().Build());

    public TestRepository With(string model, long version, byte[] onnx) => WithFile($"{model}/{version}/model.onnx", onnx);

    /// <summary>A simulated model: what goes in comes out, after a time.</summary>
    public TestRepository WithSimulated(string model, string executionTime = "0ms", string memory = "1MiB", string loadTime = "0ms", long version = 1) =>
        WithFile(
            $"{model}/{version}/model.sim.json",
            System.Text.Encoding.UTF8.GetBytes(
                $$"""
                {
                  "inputs": [{ "name": "x", "datatype": "FP32", "shape": [-1] }],
                  "outputs": [{ "name": "y", "datatype": "FP32", "shape": [-1], "from": "x" }],
                  "memory": "{{memory}}", "load_time": "{{loadTime}}", "execution_time": "{{executionTime}}"
                }
                """));

    public TestRepository WithFile(string path, byte[] bytes)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
