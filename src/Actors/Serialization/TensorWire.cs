namespace NeuronActors.Serialization;

/// <summary>Tensors on the wire, and what is wrong with them.</summary>
internal static class TensorWire
{
    // Two counts, a code and a count of data.
    private const int LeastTensorBytes = sizeof(int) + sizeof(byte) + sizeof(int) + sizeof(int);

    /// <summary><c>tensor[]</c>, each: text name | code element type | i64[] dimensions | i32 count of bytes | the bytes.</summary>
    public static void Write(ref WireWriter to, ImmutableArray<NamedTensor> tensors) => to.Items(tensors, Write);

    public static ImmutableArray<NamedTensor> ReadTensors(ref WireReader from) => from.Items(LeastTensorBytes, ReadTensor);

    /// <summary>
    /// <c>mismatch</c>: code problem | text input | code? expected type | shape? expected | code? given type | shape? given |
    /// text[] known inputs | conflict?. A shape is i64[], −1 for a dynamic dimension. A conflict: text dimension | text first input |
    /// i64 first size | i64 size.
    /// </summary>
    public static void Write(ref WireWriter to, InputMismatch mismatch)
    {
        to.Code(WireCodes.Problem, mismatch.Problem);
        to.Text(mismatch.InputName);
        to.OptionalCode(WireCodes.Elements, mismatch.ExpectedType);
        WriteOptional(ref to, mismatch.ExpectedShape);
        to.OptionalCode(WireCodes.Elements, mismatch.GivenType);
        WriteOptional(ref to, mismatch.GivenShape);
        to.Items(mismatch.KnownInputs, static (ref to, name) => to.Text(name));
        to.Flag(mismatch.Conflict is not null);
        if (mismatch.Conflict is not { } conflict) return;

        to.Text(conflict.DimensionName);
        to.Text(conflict.FirstInput);
        to.Long(conflict.FirstSize);
        to.Long(conflict.Size);
    }

    public static InputMismatch ReadMismatch(ref WireReader from) =>
        new(
            from.Code(WireCodes.Problem),
            from.Text(),
            from.OptionalCode(WireCodes.Elements),
            ReadOptionalShape(ref from),
            from.OptionalCode(WireCodes.Elements),
            ReadOptionalShape(ref from))
        {
            KnownInputs = from.Items(sizeof(int), static (ref from) => from.Text()),
            Conflict = from.Flag() ? new DimensionConflict(from.Text(), from.Text(), from.Long(), from.Long()) : null,
        };

    private static void Write(ref WireWriter to, NamedTensor named)
    {
        to.Text(named.Name);
        var tensor = named.Tensor ?? throw new System.Runtime.Serialization.SerializationException($"'{named.Name}' has no tensor.");
        to.Code(WireCodes.Elements, tensor.ElementType);
        Write(ref to, tensor.Shape);
        to.Int(tensor.Data.Length);
        to.Raw(tensor.Data.Span);
    }

    private static NamedTensor ReadTensor(ref WireReader from)
    {
        var name = from.Text();
        var type = from.Code(WireCodes.Elements);
        var shape = ReadShape(ref from);
        var data = from.Raw(from.Int());
        try
        {
            return new NamedTensor(name, new Tensor(type, shape, data.ToArray()));
        }
        catch (ArgumentException flaw)
        {
            throw from.Malformed($"the tensor '{name}' is none: {flaw.Message}", flaw);
        }
    }

    /// <summary><c>i64[]</c> dimensions.</summary>
    public static void Write(ref WireWriter to, TensorShape shape) =>
        to.Items(shape.Dimensions, static (ref to, dimension) => to.Long(dimension));

    public static TensorShape ReadShape(ref WireReader from)
    {
        var dimensions = from.Items(sizeof(long), static (ref from) => from.Long());
        foreach (var dimension in dimensions)
        {
            if (dimension < TensorShape.Dynamic) throw from.Malformed($"a dimension of {dimension}");
        }

        return new TensorShape(dimensions);
    }

    private static void WriteOptional(ref WireWriter to, TensorShape? shape)
    {
        to.Flag(shape.HasValue);
        if (shape is { } some) Write(ref to, some);
    }

    private static TensorShape? ReadOptionalShape(ref WireReader from) => from.Flag() ? ReadShape(ref from) : null;
}
