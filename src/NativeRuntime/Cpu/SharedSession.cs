namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// The session of one file with a count of its users: each replica, and each execution under way. It opens with the first and closes
/// with the last, on whatever thread that is.
/// </summary>
internal sealed class SharedSession(SessionKey key, int intraOpThreads, Action<SharedSession> closed)
{
    private readonly Lazy<OnnxSession> _onnx = new(() => OnnxSession.Open(key.Path, intraOpThreads));
    private int _references = 1;

    public SessionKey Key { get; } = key;

    public long FileBytes => Key.Length;

    /// <summary>The open session. The first reader opens it, and others at that time wait; a failure comes to all of them.</summary>
    public OnnxSession Onnx => _onnx.Value;

    /// <summary>Joins the users; false when the last one has gone already.</summary>
    public bool TryAddReference()
    {
        var seen = Volatile.Read(ref _references);
        while (seen > 0)
        {
            var found = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0) return;

        closed(this);
        if (_onnx.IsValueCreated) _onnx.Value.Dispose();
    }
}
