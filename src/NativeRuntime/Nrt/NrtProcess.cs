using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// What libnrt has one of in a process: its state. It reads its environment once, at <c>nrt_init</c>, so a second runtime with other options
/// beside the first could only be a misunderstanding, and is refused.
/// </summary>
internal static class NrtProcess
{
    private static int _open;

    /// <summary>Whether the library is initialised, or being initialised.</summary>
    public static bool IsOpen => Volatile.Read(ref _open) != 0;

    /// <summary>Claims the library for a runtime.</summary>
    /// <exception cref="NeuronRuntimeException">A runtime has it.</exception>
    public static void Open()
    {
        if (Interlocked.Exchange(ref _open, 1) == 0) return;

        const string Message =
            "libnrt is initialised in this process, and what it has read from its environment cannot be changed any more: "
            + "there is one Nrt runtime a process, and it lives until everything that it has loaded is gone";
        throw new NeuronRuntimeException(RuntimeErrorKind.LifeCycle, "start", Message);
    }

    public static void Closed() => Volatile.Write(ref _open, 0);
}
