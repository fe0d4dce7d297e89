using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// The open sessions of a runtime, one a file. Opening happens outside the lock, so a slow load holds up its own file only.
/// </summary>
internal sealed class SessionCache(int intraOpThreads)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, SharedSession> _sessions = [];

    public int Count
    {
        get { lock (_gate) return _sessions.Count; }
    }

    /// <summary>Opens a file, or joins the users of it; the caller releases what it gets.</summary>
    /// <exception cref="NeuronRuntimeException">It cannot be executed. The next call tries anew.</exception>
    public SharedSession Acquire(string path, VisibleCoreIndex core)
    {
        var session = Join(KeyOf(path, core));
        try
        {
            _ = session.Onnx;
            return session;
        }
        catch (Exception error)
        {
            Remove(session);
            session.Release();
            if (error is OnnxRuntimeException onnx) throw OnnxErrors.AtLoad(onnx, path, core);
            if (error is UnsupportedTensorException unsupported) throw OnnxErrors.AtLoad(unsupported, path, core);
            throw;
        }
    }

    private SharedSession Join(SessionKey key)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(key, out var open) && open.TryAddReference()) return open;
            return _sessions[key] = new SharedSession(key, intraOpThreads, Remove);
        }
    }

    // By identity: a session of the same file may have been opened since this one lost its last user.
    private void Remove(SharedSession session)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(session.Key, out var current) && ReferenceEquals(current, session)) _sessions.Remove(session.Key);
        }
    }

    private static SessionKey KeyOf(string path, VisibleCoreIndex core)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? new SessionKey(file.FullName, file.Length, file.LastWriteTimeUtc)
            : throw OnnxErrors.NoSuchFile(path, core);
    }
}
