using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Simulated;

/// <summary>What callers did that the seam forbids. Thread-safe.</summary>
internal sealed class ViolationLog
{
    // The first ones tell what is wrong; the count tells how often.
    private const int KeptTexts = 100;

    private readonly Lock _gate = new();
    private ImmutableArray<string> _texts = [];
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    public ImmutableArray<string> Texts
    {
        get
        {
            lock (_gate) return _texts;
        }
    }

    public void Add(string text)
    {
        lock (_gate)
        {
            _count++;
            if (_texts.Length < KeptTexts) _texts = _texts.Add(text);
        }
    }
}
