namespace NeuronActors.Node.Demo;

/// <summary>What the demo runs on.</summary>
/// <param name="Runtime">What executes.</param>
/// <param name="Cores">How many cores there are; at least <see cref="MinCores"/>.</param>
internal sealed record DemoOptions(RuntimeKind Runtime, int Cores)
{
    /// <summary>The demo places the model on cores 2 and 3.</summary>
    public const int MinCores = 4;

    /// <summary>As many cores as the largest instance has.</summary>
    public const int MaxCores = 128;

    /// <summary>Whether answers mean anything: a simulated core computes nothing.</summary>
    public bool Computes => Runtime != RuntimeKind.Simulated;

    /// <summary>The model that is loaded, beside the program.</summary>
    public string ModelPath => Computes ? Beside("samples", "mnist", "mnist.onnx") : Beside("Demo", "mnist.sim.json");

    /// <summary>Where the digits are, beside the program.</summary>
    public static string DigitsFolder => Beside("samples", "mnist");

    private static string Beside(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);
}
