namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>The stack of the reader, with its limits.</summary>
internal sealed class PickleStack(PickleInput input)
{
    private readonly List<PickleValue> _values = [];
    private int _marks;

    public int Count => _values.Count;

    public void Push(PickleValue value)
    {
        if (_values.Count == PickleLimits.Stack) throw input.Flaw($"more than {PickleLimits.Stack} values are on the stack");
        _values.Add(value);
    }

    public void PushMark()
    {
        if (++_marks > PickleLimits.Marks) throw input.Flaw($"it is nested deeper than {PickleLimits.Marks}");
        Push(PickleMark.Instance);
    }

    /// <summary>The value on top, which stays there.</summary>
    public PickleValue Peek(PickleOpcode forWhat)
    {
        if (_values.Count == 0) throw input.Flaw($"{forWhat} finds nothing on the stack");
        return _values[^1] is PickleMark ? throw input.Flaw($"{forWhat} finds a mark where a value is expected") : _values[^1];
    }

    public PickleValue Pop(PickleOpcode forWhat)
    {
        var value = Peek(forWhat);
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>POP takes a mark as well as a value.</summary>
    public void Drop()
    {
        if (_values.Count > 0 && _values[^1] is PickleMark)
        {
            _marks--;
            _values.RemoveAt(_values.Count - 1);
        }
        else
        {
            Pop(PickleOpcode.Pop);
        }
    }

    /// <summary>Takes the values down to the last mark, and the mark.</summary>
    public List<PickleValue> PopToMark(PickleOpcode forWhat)
    {
        var mark = _values.LastIndexOf(PickleMark.Instance);
        if (mark < 0) throw input.Flaw($"{forWhat} finds no mark on the stack");

        var values = _values[(mark + 1)..];
        _values.RemoveRange(mark, _values.Count - mark);
        _marks--;
        return values;
    }
}
