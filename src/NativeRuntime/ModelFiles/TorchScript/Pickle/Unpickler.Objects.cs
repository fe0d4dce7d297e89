namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>What stands for objects in a pickle, and becomes data.</summary>
internal sealed partial class Unpickler
{
    private void Fill(PickleOpcode opcode)
    {
        if (opcode is PickleOpcode.Append)
        {
            var item = _stack.Pop(opcode);
            Add(opcode, PickleSequenceKind.List, [item]);
        }
        else if (opcode is PickleOpcode.SetItem)
        {
            var value = _stack.Pop(opcode);
            var key = _stack.Pop(opcode);
            SetItems(opcode, _stack.Peek(opcode), [key, value]);
        }
        else
        {
            var items = _stack.PopToMark(opcode);
            if (opcode == PickleOpcode.SetItems) SetItems(opcode, _stack.Peek(opcode), items);
            else Add(opcode, opcode == PickleOpcode.Appends ? PickleSequenceKind.List : PickleSequenceKind.Set, items);
        }
    }

    private void Add(PickleOpcode opcode, PickleSequenceKind kind, List<PickleValue> items)
    {
        var target = _stack.Peek(opcode);
        if (target is not PickleSequence sequence || sequence.Sort != kind) throw Refused(opcode, $"it finds {target.Kind} where a {kind.ToString().ToLowerInvariant()} is expected");

        Count(items.Count);
        sequence.Items.AddRange(items);
    }

    private void SetItems(PickleOpcode opcode, PickleValue target, List<PickleValue> items)
    {
        if (target is not PickleDictionary dictionary) throw Refused(opcode, $"it finds {target.Kind} where a dictionary is expected");
        if (items.Count % 2 != 0) throw Refused(opcode, "the last key has no value");

        Count(items.Count);
        for (var i = 0; i < items.Count; i += 2) dictionary.Items.Add((items[i], items[i + 1]));
    }

    private void Build()
    {
        var state = _stack.Pop(PickleOpcode.Build);
        var target = _stack.Peek(PickleOpcode.Build);
        if (target is not PickleObject built) throw Refused(PickleOpcode.Build, $"it finds {target.Kind} where an object is expected");
        if (built.State is not null) throw Refused(PickleOpcode.Build, $"{built.Kind} has its state already");
        built.State = state;
    }

    private PickleGlobal Global(string module, string name, PickleOpcode opcode) =>
        PickleGlobals.Find(module, name) is { } kind
            ? new PickleGlobal(module, name, kind)
            : throw Refused(opcode, $"{module}.{name} is none of the names that TorchScript writes");

    private PickleGlobal StackGlobal(PickleOpcode opcode)
    {
        var (name, module) = (_stack.Pop(opcode), _stack.Pop(opcode));
        return Global(NameOf(module, opcode), NameOf(name, opcode), opcode);
    }

    private string NameOf(PickleValue value, PickleOpcode opcode) =>
        value is PickleText { Length: <= PickleLimits.Name } text && text.TryName(out var name)
            ? name
            : throw Refused(opcode, $"it finds {value.Kind} where a name is expected");

    private PickleObject NewObject(PickleOpcode opcode)
    {
        var (arguments, type) = (_stack.Pop(opcode), _stack.Pop(opcode));
        if (type is not PickleGlobal { Sort: PickleGlobalKind.Class } known) throw Refused(opcode, $"{type.Kind} is no class of the archive");
        return arguments is PickleSequence { Sort: PickleSequenceKind.Tuple } ? new PickleObject(known, arguments) : throw Refused(opcode, $"it finds {arguments.Kind} where a tuple is expected");
    }

    private PickleValue Reduce(PickleOpcode opcode)
    {
        var (given, function) = (_stack.Pop(opcode), _stack.Pop(opcode));
        if (function is not PickleGlobal known) throw Refused(opcode, $"it calls {function.Kind}");
        if (given is not PickleSequence { Sort: PickleSequenceKind.Tuple } tuple) throw Refused(opcode, $"it finds {given.Kind} where a tuple is expected");

        var arguments = tuple.Items;
        return known.Sort switch
        {
            PickleGlobalKind.Class => new PickleObject(known, given),
            PickleGlobalKind.Opaque => new PickleOpaque(known, given),
            PickleGlobalKind.Typed when arguments.Count is 1 or 2 => arguments[0],
            PickleGlobalKind.Dictionary when arguments.Count == 0 => new PickleDictionary(),
            PickleGlobalKind.Tensor when arguments is [PickleStorage storage, var offset, var shape, var strides, ..] =>
                Tensor(opcode, storage, Number(opcode, offset), Numbers(opcode, shape), Numbers(opcode, strides)),
            _ => throw Refused(opcode, $"{known.QualifiedName} is called with what it does not take"),
        };
    }

    private PickleTensor Tensor(PickleOpcode opcode, PickleStorage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length) throw Refused(opcode, $"a tensor has {shape.Length} dimensions and {strides.Length} strides");

        // A view must lie within its storage. In 128 bits, as nothing has been checked yet.
        Int128 last = offset;
        Int128 count = 1;
        for (var d = 0; d < shape.Length; d++)
        {
            last += (Int128)Math.Max(0, shape[d] - 1) * strides[d];
            count *= shape[d];
            if (count > long.MaxValue || last > long.MaxValue) throw Refused(opcode, "a tensor is larger than any memory");
        }

        if (count > 0 && last >= storage.Count) throw Refused(opcode, $"a tensor reaches to element {last} of a storage of {storage.Count}");
        return new PickleTensor(storage, offset, shape, strides);
    }

    private PickleStorage Storage(PickleOpcode opcode)
    {
        var id = _stack.Pop(opcode);
        if (id is PickleSequence { Items: [PickleText kind, PickleGlobal { Sort: PickleGlobalKind.Storage } type, PickleText key, PickleText, var count, ..] }
            && kind.TryName(out var kindName) && kindName == "storage" && key.TryName(out var keyName))
        {
            return new PickleStorage(type.Name, keyName, Number(opcode, count));
        }

        throw Refused(opcode, "what it brings from outside the pickle is no storage of a tensor");
    }

    private long Number(PickleOpcode opcode, PickleValue value) => value switch
    {
        PickleConstant { Value: long and >= 0 and var number } => number,
        PickleConstant { Value: long number } => throw Refused(opcode, $"{number} is negative, where a size or place is expected"),
        _ => throw Refused(opcode, $"it finds {value.Kind} where a number is expected"),
    };

    private long[] Numbers(PickleOpcode opcode, PickleValue value) =>
        value is PickleSequence { Items.Count: <= 64 } sequence
            ? [.. sequence.Items.Select(item => Number(opcode, item))]
            : throw Refused(opcode, $"it finds {value.Kind} where a shape is expected");
}
