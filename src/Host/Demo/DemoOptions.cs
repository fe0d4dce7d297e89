using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Node.Demo;

/// <summary>What the demo runs on.</summary>
/// <param name="Runtime">What executes.</param>
/// <param name="Cores">How many cores there are; at least <see cref="MinCores"/>.</param>
internal sealed record DemoOptions(RuntimeKind Runtime, int Cores)
{
    /// <summary>The file of libnrt, for real cores; null looks where it usually is.</summary>
    public string? NrtLibrary { get; init; }

    /// <summary>The net that is loaded, for real cores: only who has compiled it has one.</summary>
    public string? Model { get; init; }

    /// <summary>The demo places the model on cores 2 and 3.</summary>
    public const int MinCores = 4;

    /// <summary>As many cores as the largest instance has.</summary>
    public const int MaxCores = 128;

    // The default of neuron.simulated.instance.
    private const string SimulatedInstanceName = "trn1.32xlarge";

    /// <summary>Whether answers mean anything: a simulated core computes nothing.</summary>
    public bool Computes => Runtime != RuntimeKind.Simulated;

    /// <summary>The model that is loaded: the one that was given, or one beside the program.</summary>
    public string ModelPath => Model ?? (Computes ? Beside("samples", "mnist", "mnist.onnx") : Beside("Demo", "mnist.sim.json"));

    /// <summary>Where the digits are, beside the program.</summary>
    public static string DigitsFolder => Beside("samples", "mnist");

    /// <summary>Checks that the environment, which comes before what is asked for, leaves enough cores.</summary>
    /// <exception cref="VisibleCoresException">One of its variables, or what is asked for, cannot be had.</exception>
    /// <exception cref="DemoException">It leaves too few.</exception>
    public void CheckCores(Func<string, string?> environment)
    {
        var total = Computes ? (int?)null : SimulatedInstance.Named(SimulatedInstanceName).Cores;
        var left = VisibleCores.Resolve(environment, Cores, Cores, total).Length;
        if (left < MinCores)
        {
            throw new DemoException(
                $"It needs {MinCores} cores, and the environment leaves {left}: see NEURON_RT_VISIBLE_CORES and NEURON_RT_NUM_CORES.");
        }
    }

    private static string Beside(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);
}
