using System.Collections.Immutable;
using System.Diagnostics;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>Takes the library from found to initialised.</summary>
internal static class NrtStartup
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <exception cref="NeuronRuntimeException">It cannot be initialised, and why.</exception>
    /// <exception cref="VisibleCoresException">The cores that the environment or the options name make no sense, or are not there.</exception>
    public static (RuntimeHandle Handle, ImmutableArray<NeuronCoreInfo> Cores) Start(
        NrtCalls calls, NrtRuntimeOptions options, IReadOnlyDictionary<string, string> environment)
    {
        NrtProcess.Open();
        RuntimeHandle? handle = null;
        try
        {
            var planned = new NrtEnvironment(options, environment, TotalCores(calls));
            foreach (var (name, value) in planned.Variables) CEnvironment.Set(name, value);
            Tell(options, planned);
            Init(calls, options, planned.Cores);
            handle = new RuntimeHandle(calls.Api);
            return (handle, Claimed(planned, calls.VisibleCoreCount(), options));
        }
        catch
        {
            // Closing says itself that the library is closed.
            if (handle is null) NrtProcess.Closed();
            else handle.Dispose();
            throw;
        }
    }

    private static int TotalCores(NrtCalls calls)
    {
        var (status, count) = calls.TotalCores();
        if (status == NeuronStatus.Success && count > 0) return count;

        const string Advice = "no NeuronCore was found. Is the driver loaded (lsmod | grep neuron), and are there devices (ls /dev/neuron*)?";
        throw status == NeuronStatus.Success
            ? new NeuronRuntimeException(RuntimeErrorKind.LifeCycle, "start", $"start failed: {Advice}")
            : calls.Error(status, "start", core: null, Advice);
    }

    private static void Init(NrtCalls calls, NrtRuntimeOptions options, ImmutableArray<NeuronCoreInfo> cores)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            var status = calls.Init();
            if (status == NeuronStatus.Success) return;

            var left = options.InitTimeout - Stopwatch.GetElapsedTime(begun);
            if (!MayPass(status) || left <= TimeSpan.Zero)
            {
                var wanted = $"cores {cores[0].PhysicalId} to {cores[^1].PhysicalId}";
                var advice = $"nrt_init was refused for {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.#} s. "
                    + $"Does another process hold any of {wanted} (neuron-ls)? libnrt's own log has the reason (journalctl, or NEURON_RT_LOG_LOCATION=console)";
                throw calls.Error(status, "start", core: null, advice);
            }

            var next = pause < left ? pause : left;
            options.Notify?.Invoke(new NrtNotice(
                NrtNoticeKind.WaitingForCores,
                $"nrt_init returned {status.Describe()}: the cores may be busy. Tried again in {next.TotalSeconds:0.##} s, for {left.TotalSeconds:0.#} s more"));

            // Nothing wakes us: the driver gives no sign when a core becomes free.
            using var never = new ManualResetEventSlim();
            never.Wait(next);
        }
    }

    // Busy cores are reported as no more than a failure.
    private static bool MayPass(NeuronStatus status) =>
        status is NeuronStatus.Failure or NeuronStatus.Resource or NeuronStatus.LoadNotEnoughCores or NeuronStatus.CoreBusy;

    private static void Tell(NrtRuntimeOptions options, NrtEnvironment planned)
    {
        foreach (var name in planned.Overruled)
        {
            options.Notify?.Invoke(new NrtNotice(NrtNoticeKind.Environment, $"{name} is '{planned.Variables[name]}' in the environment, which overrules the setting"));
        }

        if (planned.ChoosesCores)
        {
            options.Notify?.Invoke(new NrtNotice(
                NrtNoticeKind.Environment, $"{VisibleCores.NumberOfCoresVariable} lets the driver choose the cores: physical ids are shown as if counted from 0"));
        }
    }

    private static ImmutableArray<NeuronCoreInfo> Claimed(NrtEnvironment planned, int count, NrtRuntimeOptions options)
    {
        if (count == planned.Cores.Length) return planned.Cores;
        if (count < 1) throw new NeuronRuntimeException(RuntimeErrorKind.LifeCycle, "start", "libnrt is initialised, and says that it has no core");

        options.Notify?.Invoke(new NrtNotice(
            NrtNoticeKind.Environment, $"the environment names {planned.Cores.Length} cores, and libnrt has {count}: those of libnrt are used"));
        var first = planned.Cores[0].PhysicalId.Value;
        return [.. Enumerable.Range(0, count).Select(i => new NeuronCoreInfo(new VisibleCoreIndex(i), new PhysicalCoreId(first + i)))];
    }
}
