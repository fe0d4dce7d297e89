using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>
/// The environment of the process as C code sees it. .NET has a copy of its own on Linux, so what
/// <see cref="Environment.SetEnvironmentVariable(string, string?)"/> sets never reaches a native library.
/// </summary>
internal static partial class CEnvironment
{
    /// <summary>Sets a variable, or removes it when the value is null. Not to be called while native code may read the environment.</summary>
    public static void Set(string name, string? value)
    {
        var failed = value is null ? Unset(name) : Set(name, value, 1);
        if (failed != 0) throw new InvalidOperationException($"The environment variable {name} could not be set (errno {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Set(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Unset(string name);
}
