using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>
/// Which tensors of the archive a forward changes on the host: by giving an attribute another value, or by an operator that works in place. What
/// such a tensor holds at the next call is not what the file says.
/// </summary>
internal sealed class StoredChanges
{
    private readonly HashSet<PickleValue> _replaced = [];
    private readonly HashSet<string> _usedMemory = new(StringComparer.Ordinal);
    private bool _worksInPlace;

    /// <summary>An attribute that held this, and all that is in it, gets another value.</summary>
    public void Replace(PickleValue? value)
    {
        var open = new Stack<PickleValue>();
        if (value is not null) open.Push(value);
        while (open.TryPop(out var next))
        {
            if (!_replaced.Add(next)) continue;
            foreach (var child in next.Children) open.Push(child);
        }
    }

    /// <summary>The host runs an operator. Views share their memory, so one that works in place may change whatever any operator was given.</summary>
    public void Use(string operation, IReadOnlyList<CodeValue> operands)
    {
        _worksInPlace |= operation.EndsWith('_') && !operation.EndsWith("__", StringComparison.Ordinal);
        foreach (var operand in operands)
        {
            if (operand is StoredValue { Tensor: { } tensor }) _usedMemory.Add(tensor.Storage.Key);
        }
    }

    /// <summary>The value as it is once all of forward is known: without its tensor if that is changed.</summary>
    public CodeValue Judge(CodeValue value) =>
        value is StoredValue { Tensor: { } tensor } stored && (_replaced.Contains(tensor) || (_worksInPlace && _usedMemory.Contains(tensor.Storage.Key)))
            ? new StoredValue(stored.Path, tensor: null)
            : value;
}
