using System.Runtime.InteropServices;

namespace NeuronActors.FakeNrt;

/// <summary>
/// The stand-in for libnrt, and the strings it is pulled by. It is one in the process, as the original is, so specs that use it take turns;
/// <see cref="Reset"/> makes it new, which the original cannot do.
/// </summary>
internal static unsafe class FakeLibrary
{
    private const int Forever = -1;

    private static readonly Lazy<nint> Library = new(() => NativeLibrary.Load(Path));

    /// <summary>The whole library.</summary>
    public static string Path => Built("libnrt.so.1");

    /// <summary>One without the optional exports.</summary>
    public static string BarePath => Built("libnrt-bare.so.1");

    public static FakeCounts Counts
    {
        get
        {
            FakeCounts counts;
            ((delegate* unmanaged<FakeCounts*, void>)Export("fake_nrt_counts"))(&counts);
            return counts;
        }
    }

    /// <summary>The first breach of a rule; empty when there was none.</summary>
    public static string Violation => Text("fake_nrt_violation");

    /// <summary>What the library would have logged last.</summary>
    public static string Message => Text("fake_nrt_message");

    /// <summary>As if the process had just begun: not initialised, 32 free cores of 16 GiB, no script, no times.</summary>
    public static void Reset() => ((delegate* unmanaged<void>)Export("fake_nrt_reset"))();

    /// <summary>Makes a call return a status, from the nth next one on, so many times.</summary>
    public static void Fail(string call, int status, int nth = 1, int times = 1, int core = -1) => Script(call, FakeAction.Status, status, nth, times, core);

    /// <summary>Makes a call return a status until <see cref="ClearScript"/>.</summary>
    public static void FailEvery(string call, int status, int core = -1) => Script(call, FakeAction.Status, status, 1, Forever, core);

    /// <summary>Makes the nth next call hang.</summary>
    public static void Hang(string call, int nth = 1, int times = 1, int core = -1) => Script(call, FakeAction.Hang, 0, nth, times, core);

    public static void Script(string call, FakeAction action, long value, int nth = 1, int times = 1, int core = -1)
    {
        fixed (byte* name = System.Text.Encoding.ASCII.GetBytes(call + '\0'))
        {
            var taken = ((delegate* unmanaged<byte*, int, int, int, int, long, int>)Export("fake_nrt_script"))(name, core, nth, times, (int)action, value);
            if (taken == 0) throw new InvalidOperationException($"The fake cannot script {call}.");
        }
    }

    public static void ClearScript(int core = -1) => ((delegate* unmanaged<int, void>)Export("fake_nrt_clear_script"))(core);

    /// <summary>Lets go of what hangs; those calls return the status.</summary>
    public static void Release(int status = 0) => ((delegate* unmanaged<int, void>)Export("fake_nrt_release"))(status);

    /// <summary>Blocks until so many calls hang.</summary>
    public static void AwaitHung(int count = 1)
    {
        const int Patience = 20_000;
        if (((delegate* unmanaged<int, int, int>)Export("fake_nrt_await_hung"))(count, Patience) == 0)
        {
            throw new TimeoutException($"In vain waited for {count} calls to hang.");
        }
    }

    public static void SetCores(int total) => ((delegate* unmanaged<int, void>)Export("fake_nrt_set_cores"))(total);

    /// <summary>Lets another process hold a core, or give it back.</summary>
    public static void SetTaken(int core, bool taken) => ((delegate* unmanaged<int, int, void>)Export("fake_nrt_set_taken"))(core, taken ? 1 : 0);

    public static void SetMemory(long bytes) => ((delegate* unmanaged<ulong, void>)Export("fake_nrt_set_limit"))((ulong)bytes);

    /// <summary>Makes every unload keep so many bytes.</summary>
    public static void SetLeak(long bytes) => ((delegate* unmanaged<long, void>)Export("fake_nrt_set_leak"))(bytes);

    public static void SetTimes(TimeSpan write, TimeSpan execute, TimeSpan read) => ((delegate* unmanaged<long, long, long, void>)Export("fake_nrt_set_times"))(
        (long)write.TotalMicroseconds, (long)execute.TotalMicroseconds, (long)read.TotalMicroseconds);

    /// <summary>How often, and how many bytes, were written to the tensors of a name on a core, since the last reset.</summary>
    public static (long Calls, long Bytes) Written(string name, int core)
    {
        fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(name + '\0'))
        {
            long bytes;
            var calls = ((delegate* unmanaged<byte*, int, long*, long>)Export("fake_nrt_written"))(text, core, &bytes);
            return (calls, bytes);
        }
    }

    /// <summary>Write, execute and read in a loop of C, on a library that is open: what each run took, in nanoseconds, in ascending order.</summary>
    public static long[] Loop(byte[] neff, int core, string input, int inputBytes, string output, int outputBytes, int calls)
    {
        var took = new long[calls];
        fixed (byte* bytes = neff, from = System.Text.Encoding.ASCII.GetBytes(input + '\0'), to = System.Text.Encoding.ASCII.GetBytes(output + '\0'))
        fixed (long* times = took)
        {
            var loop = (delegate* unmanaged<byte*, nuint, int, byte*, nuint, byte*, nuint, int, long*, int>)Export("fake_nrt_loop");
            var status = loop(bytes, (nuint)neff.Length, core, from, (nuint)inputBytes, to, (nuint)outputBytes, calls, times);
            return status == 0 ? took : throw new InvalidOperationException($"The loop ended with status {status}: {Message}");
        }
    }

    private static string Built(string name)
    {
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, "fake-nrt", name);
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException(
                $"The stand-in for libnrt is not there ({path}). It is built with the machine's C compiler: install cc, gcc or clang, and build the specs again.");
    }

    private static string Text(string export) => Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)Export(export))())!;

    private static nint Export(string name) => NativeLibrary.GetExport(Library.Value, name);
}
