namespace NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

/// <summary>
/// Reads protobuf from the wire, field by field. Whatever is there is read as the wire format says, and what nobody asks for is skipped.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int LargestField = (1 << 29) - 1;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>The number of the field that is to be read or skipped.</summary>
    public int Field { get; private set; }

    /// <summary>How that field is written.</summary>
    public ProtobufWire Wire { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="FormatException">This is no protobuf.</exception>
    public bool Next()
    {
        if (_position == _message.Length) return false;

        var tag = ReadVarint();
        var field = tag >> 3;
        if (field is 0 or > LargestField) throw new FormatException($"there is no field {field}, at byte {_position}");
        (Field, Wire) = ((int)field, (ProtobufWire)(tag & 7));
        return true;
    }

    /// <summary>The number in a field that is a varint.</summary>
    public long Integer()
    {
        Expect(ProtobufWire.Varint);
        return (long)ReadVarint();
    }

    /// <summary>The bytes of a field that has a length: bytes, a text, a message, packed numbers.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(ProtobufWire.Bytes);
        var length = ReadVarint();
        if (length > (ulong)(_message.Length - _position)) throw new FormatException($"field {Field} is {length} bytes long, and ends after {_message.Length - _position}");

        var bytes = _message.Slice(_position, (int)length);
        _position += bytes.Length;
        return bytes;
    }

    /// <summary>Adds the numbers of a repeated field, packed or not.</summary>
    public void AddIntegers(List<long> into, int limit)
    {
        if (Wire == ProtobufWire.Varint)
        {
            into.Add(Integer());
        }
        else
        {
            var packed = new ProtobufReader(Bytes()) { Field = Field };
            while (packed._position < packed._message.Length && into.Count <= limit) into.Add((long)packed.ReadVarint());
        }

        if (into.Count > limit) throw new FormatException($"field {Field} has more than {limit} numbers");
    }

    /// <summary>Skips a field that is of no interest.</summary>
    public void Skip()
    {
        switch (Wire)
        {
            case ProtobufWire.Varint:
                ReadVarint();
                break;
            case ProtobufWire.Fixed64:
                SkipBytes(8);
                break;
            case ProtobufWire.Bytes:
                Bytes();
                break;
            case ProtobufWire.Fixed32:
                SkipBytes(4);
                break;
            default:
                throw new FormatException($"field {Field} is written in the way {(int)Wire}, which is not used");
        }
    }

    private void SkipBytes(int count)
    {
        if (_message.Length - _position < count) throw new FormatException($"field {Field} is cut");
        _position += count;
    }

    private readonly void Expect(ProtobufWire wire)
    {
        if (Wire != wire) throw new FormatException($"field {Field} is written as {Wire}, and must be {wire}");
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position == _message.Length) throw new FormatException($"it ends in the middle of a number, at byte {_position}");
            var next = _message[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException($"a number is longer than ten bytes, at byte {_position}");
    }
}
