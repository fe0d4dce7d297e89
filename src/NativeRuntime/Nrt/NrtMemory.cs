using System.Collections.Concurrent;
using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// The device memory of the cores: refuses a load that cannot fit before it starts, and finds what an unload did not give back. Both only
/// where the library tells the figures.
/// </summary>
internal sealed class NrtMemory(NrtCalls calls, ImmutableArray<NrtCore> cores, Action<NrtNotice>? notify)
{
    // What each file took when it was loaded last. Until then its own size is the only measure.
    private readonly ConcurrentDictionary<string, long> _taken = new(StringComparer.Ordinal);

    // What was in use on each core when nothing of ours was loaded there.
    private readonly long?[] _empty = [.. cores.Select(core => calls.Memory(core.Index)?.UsedBytes)];

    /// <summary>What is in use on a core: the library's figure, or else what our own replicas should take.</summary>
    public CoreMemory Of(NrtCore core) => calls.Memory(core.Index) ?? new CoreMemory(core.Bytes, LimitBytes: null);

    /// <exception cref="NeuronRuntimeException">It cannot fit; the message has the figures.</exception>
    public void Admit(NrtCore core, string file, long fileBytes)
    {
        if (calls.Memory(core.Index) is not { LimitBytes: { } limit } now) return;

        var needed = _taken.GetValueOrDefault(file, fileBytes);
        if (needed <= limit - now.UsedBytes) return;

        var measure = _taken.ContainsKey(file) ? "took when it was loaded last" : "has as a file";
        var message = $"load on NeuronCore {core.Index} is refused: {file} {measure} {needed} bytes, and of {limit} bytes {now.UsedBytes} are in use";
        throw new NeuronRuntimeException(RuntimeErrorKind.OutOfResources, "load", message, core.Index, NeuronStatus.Resource);
    }

    /// <summary>What a load took.</summary>
    /// <param name="core">The core.</param>
    /// <param name="file">What was loaded.</param>
    /// <param name="before">The figure before it; null when it cannot be compared.</param>
    /// <param name="estimate">What to take when the figures say nothing.</param>
    public long Taken(NrtCore core, string file, CoreMemory? before, long estimate)
    {
        if (before is not { } then || calls.Memory(core.Index) is not { } now || now.UsedBytes < then.UsedBytes) return estimate;
        return _taken[file] = now.UsedBytes - then.UsedBytes;
    }

    /// <summary>
    /// Looks at a core from which something was unloaded. Only an empty one can be judged: what the models of a core share goes with the last.
    /// </summary>
    public void CheckReturned(NrtCore core)
    {
        if (core.Replicas > 0 || _empty[core.Index.Value] is not { } empty || calls.Memory(core.Index) is not { } now || now.UsedBytes <= empty) return;

        // Said once for each amount.
        _empty[core.Index.Value] = now.UsedBytes;
        notify?.Invoke(new NrtNotice(
            NrtNoticeKind.MemoryNotReturned,
            $"NeuronCore {core.Index} is empty, and {now.UsedBytes - empty} bytes more are in use than before its last models were loaded. Only the end of the process returns them"));
    }
}
