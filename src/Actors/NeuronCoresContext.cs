namespace NeuronActors;

/// <summary>
/// Chooses the cores of the models that are loaded while it is open: <c>torch_neuronx.neuron_cores_context</c>. It belongs to the flow of
/// the call that opened it, through every <c>await</c>, so two callers at the same time do not disturb each other. A context within a
/// context hides the outer one until it is disposed. It acts on loads only.
/// </summary>
/// <example><code>
/// using (new NeuronCoresContext(startNc: 2, ncCount: 2)) model = await cores.LoadAsync("mnist.onnx");
/// </code></example>
public class NeuronCoresContext : IDisposable
{
    private static readonly AsyncLocal<NeuronCoresContext?> Innermost = new();

    private readonly NeuronCoresContext? _outer;
    private bool _isClosed;

    /// <summary>Opens a context.</summary>
    /// <param name="startNc">The first core; −1 chooses the least used at each load.</param>
    /// <param name="ncCount">How many cores get a replica; −1 is one.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number that no machine could satisfy. Whether it fits the visible cores is known to the runtime, and checked at the load.
    /// </exception>
    public NeuronCoresContext(int startNc = -1, int ncCount = -1)
        : this(Checked(startNc, ncCount), ncCount, multicore: false)
    {
    }

    private protected NeuronCoresContext(int startNc, int ncCount, bool multicore)
    {
        (StartNc, NcCount, Multicore) = (startNc, ncCount, multicore);
        _outer = Current;
        Innermost.Value = this;
    }

    /// <summary>The first core, or −1.</summary>
    public int StartNc { get; }

    /// <summary>How many cores, or −1.</summary>
    public int NcCount { get; }

    /// <summary>Whether it means every visible core.</summary>
    public bool Multicore { get; }

    /// <summary>The innermost open context of this flow; null outside of any.</summary>
    internal static NeuronCoresContext? Current
    {
        get
        {
            // A flow that was split off inside a context may see it after it was closed elsewhere.
            var context = Innermost.Value;
            while (context is { _isClosed: true }) context = context._outer;
            return context;
        }
    }

    /// <summary>Closes the context; the outer one, if any, is in force again. Idempotent.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Innermost.Value = Current;
        GC.SuppressFinalize(this);
    }

    // Before the context opens: one that is refused must not stay in force.
    private static int Checked(int startNc, int ncCount) =>
        Placement.CoreSelection.Check(startNc, ncCount, null) is { } flaw
            ? throw new ArgumentOutOfRangeException(flaw.Parameter, flaw.Message)
            : startNc;
}

/// <summary>
/// Puts a replica of the models that are loaded while it is open onto every visible core: <c>torch_neuronx.multicore_context</c>. In all
/// else like <see cref="NeuronCoresContext"/>.
/// </summary>
public sealed class MulticoreContext : NeuronCoresContext
{
    /// <summary>Opens a context.</summary>
    public MulticoreContext()
        : base(startNc: 0, ncCount: -1, multicore: true)
    {
    }
}
