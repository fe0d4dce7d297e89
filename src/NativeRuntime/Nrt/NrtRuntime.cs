using System.Collections;
using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// Real NeuronCores, by AWS's <c>libnrt</c>. One replica is one <c>nrt_load</c> onto one core: libnrt does not replicate any more, we do.
/// </summary>
/// <remarks>
/// <para>It is built against the published headers, and has been run against a stand-in for the library only, never on a device.</para>
/// <para>There is one in a process, because libnrt is one in a process: it reads its environment once, at the start, and after its end the
/// original refuses to start again.</para>
/// <para>Disposing it unloads what is loaded and closes the library. What executes at that moment goes on, and its replica, the library
/// with it, ends when it has returned. On a core that hung nothing is unloaded, and the library is left to the end of the process.</para>
/// </remarks>
public sealed class NrtRuntime : INeuronRuntime
{
    /// <summary>The name of the meter that shows what the steps of executions take.</summary>
    public const string MeterName = "NeuronActors.Nrt";

    // Enough to cross every path between host and device once, and no more.
    private const int ProbeBytes = 64;

    // Guards the two below. Never held during a call of the library.
    private readonly Lock _lock = new();
    private readonly HashSet<NrtReplica> _replicas = [];
    private bool _isDisposed;

    private readonly NrtRuntimeOptions _options;
    private readonly NrtCalls _calls;
    private readonly RuntimeHandle _handle;
    private readonly NrtGate _gate;
    private readonly ImmutableArray<NrtCore> _cores;
    private readonly NrtMemory _memory;
    private readonly NrtLoader _loader;
    private readonly NrtMeter _meter;

    /// <summary>Finds the library, sets what it reads from the environment, and initialises it. Blocks while its cores are busy.</summary>
    /// <exception cref="NeuronRuntimeException">There is no library, or it cannot be initialised; the message says why and what to look at.</exception>
    /// <exception cref="VisibleCoresException">The cores that the environment or the options name make no sense, or are not there.</exception>
    /// <exception cref="ArgumentException">The options are not valid; the message says why.</exception>
    public NrtRuntime(NrtRuntimeOptions options)
        : this(options, OfProcess())
    {
    }

    internal NrtRuntime(NrtRuntimeOptions options, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        _options = options;
        Library = NrtLibrary.Find(options.LibraryPath);
        _calls = Library.Calls ?? throw new NeuronRuntimeException(RuntimeErrorKind.LifeCycle, "start", $"The Nrt runtime is not to be had: {Library.NotSupportedReason}.");
        (_handle, Cores) = NrtStartup.Start(_calls, options, environment);
        _gate = new NrtGate(options.SerializesLoads);
        _cores = [.. Cores.Select(core => new NrtCore(core.Index))];
        _memory = new NrtMemory(_calls, _cores, options.Notify);
        _loader = new NrtLoader(_calls, _handle, options, _gate, _memory, Unload);
        _meter = new NrtMeter(_cores);
        Instance = _calls.Instance();
        Description = Describe();
        Announce();
    }

    /// <inheritdoc/>
    public RuntimeKind Kind => RuntimeKind.Nrt;

    /// <summary>For people: <c>libnrt 2.34.10.0 on trn1.32xlarge, 4 cores</c>.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public ImmutableArray<NeuronCoreInfo> Cores { get; }

    /// <inheritdoc/>
    public int ExecutionSlotsPerCore => _options.ExecutionSlotsPerCore;

    /// <summary>The library that executes.</summary>
    public NrtLibrary Library { get; }

    /// <summary>The instance that the library finds itself on; null when it does not say.</summary>
    public NrtInstance? Instance { get; }

    /// <inheritdoc/>
    public bool Supports(SubgraphFormat format) => format == SubgraphFormat.Neff;

    /// <inheritdoc/>
    public ILoadedSubgraph Load(SubgraphFile subgraph, VisibleCoreIndex core)
    {
        ArgumentNullException.ThrowIfNull(subgraph);
        var target = Find(core);
        using var open = new Borrow(_handle);
        if (!Supports(subgraph.Format))
        {
            var message = $"{subgraph.Path} is {subgraph.Format}, and a NeuronCore executes compiled Neuron graphs only";
            throw new NeuronRuntimeException(RuntimeErrorKind.UnsupportedModel, "load", message, core, status: null);
        }

        var replica = _loader.Load(subgraph, target);
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _replicas.Add(replica);
                target.Add(replica.MemoryBytes);
                return replica;
            }
        }

        // A load that a disposal overtook leaves nothing behind.
        replica.Model.Dispose();
        throw new ObjectDisposedException(nameof(NrtRuntime));
    }

    /// <summary>The library's own figures, or, where it has none, what the replicas should take, without a limit.</summary>
    public CoreMemory GetMemory(VisibleCoreIndex core)
    {
        var target = Find(core);
        using var open = new Borrow(_handle);
        return _memory.Of(target);
    }

    /// <summary>Takes memory on the core, writes to it, reads it back and frees it.</summary>
    public void Probe(VisibleCoreIndex core)
    {
        var target = Find(core);
        using var open = new Borrow(_handle);
        using var turn = _gate.Enter();
        target.ThrowIfWedged("probe");

        Span<byte> sent = stackalloc byte[ProbeBytes];
        Span<byte> received = stackalloc byte[ProbeBytes];
        for (var i = 0; i < sent.Length; i++) sent[i] = (byte)(i ^ 0xA5);
        var tensor = _calls.AllocateTensor(_handle, core, "probe", ProbeBytes, "probe");
        try
        {
            _calls.Check(Judged(target, _calls.Write(tensor, sent)), "probe", core, "nothing can be written");
            _calls.Check(Judged(target, _calls.Read(tensor, received)), "probe", core, "nothing can be read");
        }
        finally
        {
            if (target.Wedge is null) tensor.Dispose();
            else tensor.Abandon();
        }

        if (!received.SequenceEqual(sent))
        {
            throw new NeuronRuntimeException(RuntimeErrorKind.DeviceFault, "probe", $"NeuronCore {core} gives back other bytes than were written", core, status: null);
        }
    }

    /// <summary>What the executions on a core took, step by step; also after disposal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core.</exception>
    public NrtStepTimes GetStepTimes(VisibleCoreIndex core)
    {
        ThrowIfNoCore(core);
        return _cores[core.Value].Times;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NrtReplica[] left;
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            left = [.. _replicas];
        }

        foreach (var replica in left)
        {
            try
            {
                replica.Unload();
            }
            catch (NeuronRuntimeException refused)
            {
                Notify(NrtNoticeKind.LeftBehind, refused.Message);
            }
        }

        _meter.Dispose();
        _handle.Dispose();
    }

    private void Unload(NrtReplica replica)
    {
        var core = _cores[replica.Core.Value];
        lock (_lock)
        {
            if (_replicas.Remove(replica)) core.Remove(replica.MemoryBytes);
        }

        using var turn = _gate.Enter();
        replica.Model.Dispose();
        core.ThrowIfWedged("unload");
        if (replica.Model.UnloadStatus is not { } status)
        {
            replica.Model.TellLate(late => OnLateUnload(replica, late));
            Notify(NrtNoticeKind.LeftBehind, $"{replica.Name} on NeuronCore {core.Index} is executing: it is unloaded when that has returned, and not before");
            return;
        }

        core.Judge(status);
        _calls.Check(status, "unload", core.Index, replica.Name);
        _memory.CheckReturned(core);
    }

    // On the thread of the execution that held the model open: there is nobody to throw at.
    private void OnLateUnload(NrtReplica replica, NeuronStatus status)
    {
        var core = _cores[replica.Core.Value];
        core.Judge(status);
        if (status != NeuronStatus.Success) Notify(NrtNoticeKind.LeftBehind, _calls.Error(status, "unload", core.Index, replica.Name).Message);
    }

    private static NeuronStatus Judged(NrtCore core, NeuronStatus status)
    {
        core.Judge(status);
        return status;
    }

    private NrtCore Find(VisibleCoreIndex core)
    {
        lock (_lock) ObjectDisposedException.ThrowIf(_isDisposed, this);
        ThrowIfNoCore(core);
        return _cores[core.Value];
    }

    private void ThrowIfNoCore(VisibleCoreIndex core)
    {
        if ((uint)core.Value >= (uint)_cores.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(core), core, $"The visible cores are 0 to {_cores.Length - 1}.");
        }
    }

    private string Describe()
    {
        var version = Library.Version is { } known ? $" {known}" : "";
        var instance = Instance is { } at ? $" on {at}" : "";
        return $"libnrt{version}{instance}, {(Cores.Length == 1 ? "1 core" : $"{Cores.Length} cores")}";
    }

    private void Announce()
    {
        Notify(NrtNoticeKind.Started, $"{Description}, from {Library.Path}");
        foreach (var feature in Enum.GetValues<NrtFeature>().Except(Library.Features))
        {
            Notify(NrtNoticeKind.FeatureMissing, $"this libnrt has no {feature}: it lacks {string.Join(", ", NrtExports.Optional.Single(each => each.Feature == feature).Names.Intersect(Library.MissingExports))}");
        }
    }

    private void Notify(NrtNoticeKind kind, string text) => _options.Notify?.Invoke(new NrtNotice(kind, text));

    private static Dictionary<string, string> OfProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
}
