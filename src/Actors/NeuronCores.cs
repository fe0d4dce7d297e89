using Akka.Actor;
using NeuronActors.Placement;

namespace NeuronActors;

/// <summary>
/// The runtime as seen from code that is no actor: the four calls of <c>torch_neuronx</c>, and the models. One for each actor system, by
/// <see cref="Get"/> or from the service provider. Thread-safe.
/// </summary>
/// <remarks>
/// What Python raises as <c>ValueError</c> is <see cref="ArgumentOutOfRangeException"/> here, and <c>RuntimeError</c> is
/// <see cref="NeuronRuntimeException"/>.
/// </remarks>
public sealed partial class NeuronCores : IExtension
{
    private readonly RuntimeParts _parts;
    private readonly Task _terminated;
    private volatile bool _hasStopped;

    internal NeuronCores(RuntimeParts parts, IActorRef entry, Task terminated)
    {
        _parts = parts;
        _terminated = terminated;
        Entry = entry;
    }

    /// <summary>The actor that takes <see cref="Infer"/>, <see cref="CancelInfer"/> and every <see cref="PlacementCommand"/>.</summary>
    public IActorRef Entry { get; }

    /// <summary>What executes.</summary>
    public RuntimeKind Runtime => _parts.Runtime.Kind;

    /// <summary>The runtime in one line, for people.</summary>
    public string Description => _parts.Runtime.Description;

    /// <summary>The cores that this process may use, in order of their visible index.</summary>
    public ImmutableArray<NeuronCoreInfo> Visible => _parts.Runtime.Cores;

    internal bool HasStopped => _hasStopped;

    internal TimeProvider Clock => _parts.Clock;

    internal RuntimeParts Parts => _parts;

    /// <summary>The runtime of a system; started by the first call, from the system's HOCON.</summary>
    /// <exception cref="NeuronRuntimeException">The runtime cannot be had, and why.</exception>
    /// <exception cref="VisibleCoresException"><c>NEURON_RT_VISIBLE_CORES</c> or <c>NEURON_RT_NUM_CORES</c> is malformed.</exception>
    /// <exception cref="Akka.Configuration.ConfigurationException">A setting cannot be used.</exception>
    public static NeuronCores Get(ActorSystem system) => system.WithExtension<NeuronCores, NeuronCoresProvider>();

    /// <summary>
    /// Whether an instrument under <see cref="Telemetry.NeuronTelemetry.Name"/> is of this runtime: where several run in one process, a
    /// listener tells them apart by it.
    /// </summary>
    public bool Owns(System.Diagnostics.Metrics.Instrument instrument) => _parts.Meter.Owns(instrument);

    /// <summary>Loads a model from a file or folder, onto the cores of the innermost <see cref="NeuronCoresContext"/>, else the least used one.</summary>
    /// <param name="path">An <c>.onnx</c> file, or a folder with a <c>model.json</c>.</param>
    /// <param name="name">The name it gets; null takes the file's or folder's own.</param>
    /// <param name="cancellationToken">Ends the wait. The load goes on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The context asks for cores that are not there; names the parameter and the visible count.</exception>
    /// <exception cref="PlacementException">Refused: the name is taken, the file is no model, a core is out of service.</exception>
    /// <exception cref="NeuronRuntimeException">The runtime could not load it. Nothing of it is loaded.</exception>
    public async Task<NeuronModel> LoadAsync(string path, ModelName? name = null, CancellationToken cancellationToken = default)
    {
        var context = NeuronCoresContext.Current;
        var changed = await ChangeAsync<PlacementChanged>(
            new LoadModel(Path.GetFullPath(path))
            {
                Name = name,
                StartNc = context?.StartNc ?? CoreSelection.Auto,
                NcCount = context?.NcCount ?? CoreSelection.Auto,
                Multicore = context?.Multicore ?? false,
            },
            cancellationToken).ConfigureAwait(false);
        return Find(changed.Placement.Model)
            ?? throw new PlacementException(new PlacementRejected(PlacementRejection.ModelNotFound, $"Model '{changed.Placement.Model}' was unloaded right after its load."));
    }

    /// <summary>The loaded model of a name; null when there is none.</summary>
    public NeuronModel? Find(ModelName name) => _parts.Directory.TryFind(name, out var model) ? new NeuronModel(this, model) : null;

    /// <summary>Moves a model while it serves: <c>torch_neuronx.set_neuron_cores</c>. Returns when the new placement is in force.</summary>
    /// <param name="model">The model.</param>
    /// <param name="startNc">The first core; −1 chooses the least used.</param>
    /// <param name="ncCount">How many cores get a replica; −1 is one.</param>
    /// <param name="subgraph">The one subgraph to move; null moves all.</param>
    /// <param name="policy">The order of a move's halves; null takes the configured one.</param>
    /// <param name="cancellationToken">Ends the wait. The move goes on.</param>
    /// <returns>The entry of the placement table that results.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such cores; names the parameter and the visible count. Nothing was touched.</exception>
    /// <exception cref="PlacementException">Refused: no such model, a core is out of service. Nothing was touched.</exception>
    /// <exception cref="NeuronRuntimeException">A step failed. The message says whether the model is back where it was.</exception>
    public async Task<ModelPlacement> SetNeuronCoresAsync(
        ModelName model,
        int startNc = -1,
        int ncCount = -1,
        string? subgraph = null,
        MovePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        var command = new SetNeuronCores(model, startNc, ncCount) { Subgraph = subgraph, Policy = policy };
        return (await ChangeAsync<PlacementChanged>(command, cancellationToken).ConfigureAwait(false)).Placement;
    }

    /// <summary>Puts a replica on every visible core: <c>torch_neuronx.set_multicore</c>.</summary>
    /// <inheritdoc cref="SetNeuronCoresAsync"/>
    public async Task<ModelPlacement> SetMulticoreAsync(
        ModelName model, string? subgraph = null, MovePolicy? policy = null, CancellationToken cancellationToken = default)
    {
        var command = new SetMulticore(model) { Subgraph = subgraph, Policy = policy };
        return (await ChangeAsync<PlacementChanged>(command, cancellationToken).ConfigureAwait(false)).Placement;
    }

    /// <summary>Takes a model out of service: requests in flight finish, then its memory is released.</summary>
    /// <exception cref="PlacementException">No such model.</exception>
    /// <exception cref="NeuronRuntimeException">Requests did not finish in time; the model is still there.</exception>
    public Task UnloadAsync(ModelName model, CancellationToken cancellationToken = default) =>
        ChangeAsync<ModelUnloaded>(new UnloadModel(model), cancellationToken);

    /// <summary>Where a model is.</summary>
    /// <exception cref="PlacementException">No such model.</exception>
    public Task<ModelPlacement> GetPlacementAsync(ModelName model, CancellationToken cancellationToken = default) =>
        ChangeAsync<ModelPlacement>(new GetPlacement(model), cancellationToken);

    /// <summary>Where every model is.</summary>
    public Task<PlacementTable> GetPlacementTableAsync(CancellationToken cancellationToken = default) =>
        ChangeAsync<PlacementTable>(new GetPlacementTable(), cancellationToken);

    /// <summary>Every core and what it does.</summary>
    public Task<CoreTable> GetCoresAsync(CancellationToken cancellationToken = default) =>
        ChangeAsync<CoreTable>(new GetCores(), cancellationToken);

    internal void MarkStopped() => _hasStopped = true;

    private async Task<T> ChangeAsync<T>(PlacementCommand command, CancellationToken cancellationToken)
        where T : PlacementAnswer
    {
        return await AskAsync(command, cancellationToken).ConfigureAwait(false) switch
        {
            T expected => expected,
            PlacementRejected { Reason: PlacementRejection.InvalidArgument } invalid =>
                throw new ArgumentOutOfRangeException(invalid.Parameter, invalid.Message),
            PlacementRejected rejected => throw new PlacementException(rejected),
            PlacementFailed failed => throw ToException(failed),
            var answer => throw new InvalidOperationException($"{command} was answered with {answer.GetType().Name}."),
        };
    }

    // A system that has ended answers nothing, and what it was asked in its last moments may be lost.
    private async Task<PlacementAnswer> AskAsync(PlacementCommand command, CancellationToken cancellationToken)
    {
        if (!_terminated.IsCompleted)
        {
            var asked = Entry.Ask<PlacementAnswer>(command, _parts.Settings.ChangeTimeout, cancellationToken);
            if (await Task.WhenAny(asked, _terminated).ConfigureAwait(false) == asked) return await asked.ConfigureAwait(false);
        }

        return new PlacementRejected(PlacementRejection.Draining, "The actor system of this runtime has ended.");
    }

    private static NeuronRuntimeException ToException(PlacementFailed failed)
    {
        var now = failed switch
        {
            { Restored: true, Placement: null } => "Nothing of the model is loaded.",
            { Restored: true } => "The model is back where it was.",
            { Placement: { } placement } => $"The model could not be put back. It is now: {placement}.",
            _ => "The model is not loaded.",
        };
        return new NeuronRuntimeException(
            failed.Kind, failed.Step.ToString().ToLowerInvariant(), $"{failed.Message.TrimEnd('.')}. {now}", failed.Core, failed.Status);
    }
}
