using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NeuronActors.Cluster.Processes.Networks;

/// <summary>
/// Makes sockets in other namespaces: a socket belongs to the one that its thread was in when it was made, and stays there. So specs call a
/// node at its loopback address, and need no way into its network.
/// </summary>
internal static partial class NamespaceSockets
{
    private const int NewNet = 0x40000000;

    public static Socket Create(string name)
    {
        // A thread of its own: should the way back fail, nobody else is lost in there.
        Socket? made = null;
        Exception? failed = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            }
            catch (Exception failure) when (failure is IOException or Win32Exception or SocketException)
            {
                failed = failure;
            }
        });
        thread.Start();
        thread.Join();
        return made ?? throw new IOException($"No socket in the namespace {name}: {failed?.Message}", failed);
    }

    private static void Enter(string name)
    {
        using var space = File.OpenHandle($"/run/netns/{name}", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (setns(space, NewNet) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setns(SafeFileHandle space, int kind);
}
