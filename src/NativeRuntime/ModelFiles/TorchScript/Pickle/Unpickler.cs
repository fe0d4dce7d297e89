using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>
/// Reads a pickle into plain data. It makes no object of any type, calls nothing and looks nothing up, whatever the pickle says:
/// names of classes stay names, and a name that TorchScript does not write is refused, as is every opcode that is of no use for data.
/// </summary>
internal sealed partial class Unpickler
{
    private readonly ByteSource _pickle;
    private readonly PickleInput _input;
    private readonly PickleStack _stack;
    private readonly Dictionary<uint, PickleValue> _memo = [];
    private int _values;

    private Unpickler(ByteSource pickle)
    {
        _pickle = pickle;
        _input = new PickleInput(pickle);
        _stack = new PickleStack(_input);
    }

    /// <exception cref="ModelFileException">It is damaged, asks for more than the limits, or for what is not data; with the opcode and its place.</exception>
    public static PickleValue Read(ByteSource pickle) => new Unpickler(pickle).Run();

    private PickleValue Run()
    {
        if (_pickle.Length == 0) throw _pickle.Flaw("the pickle is empty");

        for (var i = 0; i < PickleLimits.Operations; i++)
        {
            var opcode = (PickleOpcode)_input.Byte();
            if (opcode == PickleOpcode.Stop) return End();
            Do(opcode);
        }

        throw _input.Flaw($"it has more than {PickleLimits.Operations} operations");
    }

    private PickleValue End()
    {
        var value = _stack.Pop(PickleOpcode.Stop);
        return _stack.Count == 0 ? value : throw _input.Flaw($"it ends with {_stack.Count} values too many on the stack");
    }

    private void Do(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                if (_input.Byte() is var protocol && protocol is < 2 or > 5) throw Refused(opcode, $"protocol {protocol}; known are 2 to 5");
                break;
            case PickleOpcode.Frame:
                if (_input.UInt64() > (ulong)_input.Left) throw Refused(opcode, "the frame is longer than what is left");
                break;
            case PickleOpcode.Mark:
                _stack.PushMark();
                if (_input.LongRunOfNumbers() is { } run) Push(new PickleBytes(run));
                break;
            case PickleOpcode.Pop:
                _stack.Drop();
                break;
            case PickleOpcode.PopMark:
                _stack.PopToMark(opcode);
                break;
            case PickleOpcode.Dup:
                _stack.Push(_stack.Peek(opcode));
                break;
            case PickleOpcode.BinPut:
                Remember(_input.Byte(), opcode);
                break;
            case PickleOpcode.LongBinPut:
                Remember(_input.UInt32(), opcode);
                break;
            case PickleOpcode.Memoize:
                Remember((uint)_memo.Count, opcode);
                break;
            case PickleOpcode.BinGet:
                Recall(_input.Byte(), opcode);
                break;
            case PickleOpcode.LongBinGet:
                Recall(_input.UInt32(), opcode);
                break;
            case PickleOpcode.Append or PickleOpcode.Appends or PickleOpcode.AddItems or PickleOpcode.SetItem or PickleOpcode.SetItems:
                Fill(opcode);
                break;
            case PickleOpcode.Build:
                Build();
                break;
            default:
                Push(Constant(opcode) ?? Container(opcode) ?? Made(opcode) ?? throw Unusable(opcode));
                break;
        }
    }

    private PickleValue? Constant(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.None => PickleConstant.None,
        PickleOpcode.NewTrue => PickleConstant.True,
        PickleOpcode.NewFalse => PickleConstant.False,
        PickleOpcode.BinInt => new PickleConstant((long)_input.Int32()),
        PickleOpcode.BinInt1 => PickleConstant.Byte(_input.Byte()),
        PickleOpcode.BinInt2 => new PickleConstant((long)_input.UInt16()),
        PickleOpcode.Long1 => Long(opcode, _input.Byte()),
        PickleOpcode.Long4 => Long(opcode, _input.UInt32()),
        PickleOpcode.BinFloat => new PickleConstant(_input.Double()),
        PickleOpcode.ShortBinString or PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinBytes => _input.Text(_input.Byte()),
        PickleOpcode.BinString or PickleOpcode.BinUnicode or PickleOpcode.BinBytes => _input.Text(_input.UInt32()),
        PickleOpcode.BinUnicode8 or PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8 => _input.Text(_input.UInt64()),
        _ => null,
    };

    private PickleValue? Container(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.EmptyTuple => Sequence(PickleSequenceKind.Tuple, []),
        PickleOpcode.Tuple1 => Tuple(opcode, 1),
        PickleOpcode.Tuple2 => Tuple(opcode, 2),
        PickleOpcode.Tuple3 => Tuple(opcode, 3),
        PickleOpcode.Tuple => Sequence(PickleSequenceKind.Tuple, _stack.PopToMark(opcode)),
        PickleOpcode.EmptyList => Sequence(PickleSequenceKind.List, []),
        PickleOpcode.List => Sequence(PickleSequenceKind.List, _stack.PopToMark(opcode)),
        PickleOpcode.EmptySet => Sequence(PickleSequenceKind.Set, []),
        PickleOpcode.FrozenSet => Sequence(PickleSequenceKind.Tuple, _stack.PopToMark(opcode)),
        PickleOpcode.EmptyDict => new PickleDictionary(),
        PickleOpcode.Dict => Dictionary(opcode, _stack.PopToMark(opcode)),
        _ => null,
    };

    private PickleValue? Made(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.Global => Global(_input.Line("the module of a GLOBAL"), _input.Line("the name of a GLOBAL"), opcode),
        PickleOpcode.StackGlobal => StackGlobal(opcode),
        PickleOpcode.NewObj => NewObject(opcode),
        PickleOpcode.Reduce => Reduce(opcode),
        PickleOpcode.BinPersId => Storage(opcode),
        _ => null,
    };

    // Every new value is counted. That a value is only recalled is no exception: what a container holds takes memory too.
    private void Push(PickleValue value)
    {
        Count(1);
        _stack.Push(value);
    }

    private void Count(int values)
    {
        if ((_values += values) > PickleLimits.Values) throw _input.Flaw($"it holds more than {PickleLimits.Values} values");
    }

    private void Remember(uint key, PickleOpcode opcode)
    {
        if (_memo.Count == PickleLimits.Memo) throw _input.Flaw($"it remembers more than {PickleLimits.Memo} values");
        _memo[key] = _stack.Peek(opcode);
    }

    private void Recall(uint key, PickleOpcode opcode)
    {
        if (!_memo.TryGetValue(key, out var value)) throw Refused(opcode, $"nothing was put into the memo under {key}");
        _stack.Push(value);
    }

    private PickleConstant Long(PickleOpcode opcode, uint length)
    {
        if (length > sizeof(long)) throw Refused(opcode, $"a number of {length} bytes, and no more than {sizeof(long)} are read");

        var bytes = _input.Bytes((int)length);
        var number = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1L : 0L;
        for (var i = bytes.Length - 1; i >= 0; i--) number = (number << 8) | bytes[i];
        return new PickleConstant(number);
    }

    private PickleSequence Tuple(PickleOpcode opcode, int count)
    {
        var items = new PickleValue[count];
        for (var i = count - 1; i >= 0; i--) items[i] = _stack.Pop(opcode);
        return Sequence(PickleSequenceKind.Tuple, [.. items]);
    }

    private PickleSequence Sequence(PickleSequenceKind kind, List<PickleValue> items)
    {
        Count(items.Count);
        return new PickleSequence(kind, items);
    }

    private PickleDictionary Dictionary(PickleOpcode opcode, List<PickleValue> items)
    {
        var dictionary = new PickleDictionary();
        SetItems(opcode, dictionary, items);
        return dictionary;
    }

    private ModelFileException Unusable(PickleOpcode opcode) =>
        Enum.IsDefined(opcode)
            ? Refused(opcode, "it is not used for data, and nothing but data is read")
            : _input.Flaw($"0x{(byte)opcode:x2} is no opcode of a pickle: it is damaged");

    private ModelFileException Refused(PickleOpcode opcode, string why) =>
        _input.Flaw($"opcode {opcode.ToString().ToUpperInvariant()} (0x{(byte)opcode:x2}) is refused: {why}");
}
