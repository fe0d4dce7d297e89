namespace NeuronActors.Benchmarks.Lab;

/// <summary>The models and inputs of the cases.</summary>
internal static class Fixtures
{
    /// <summary>A simulated subgraph that takes no time.</summary>
    public static readonly string NoOp = Fixture("noop.sim.json");

    /// <summary>A simulated subgraph that takes 5 ms.</summary>
    public static readonly string FiveMilliseconds = Fixture("five-ms.sim.json");

    /// <summary>A simulated subgraph that takes 2 ms, and 5 ms to load.</summary>
    public static readonly string Moving = Fixture("moving.sim.json");

    /// <summary>The MNIST net, for any batch.</summary>
    public static readonly string Mnist = Path.Combine(AppContext.BaseDirectory, "samples", "mnist", "mnist.onnx");

    /// <summary>What the simulated subgraphs take: one number.</summary>
    public static readonly ImmutableArray<NamedTensor> OneNumber = [("x", Tensor.From([42L]))];

    /// <summary>A batch of grey images of the size that MNIST takes.</summary>
    public static ImmutableArray<NamedTensor> Images(int batch)
    {
        var pixels = new float[batch * 28 * 28];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = i % 256 / 255f;
        return [("image", Tensor.From(pixels, batch, 1, 28, 28))];
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);
}
