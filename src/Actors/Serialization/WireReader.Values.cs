namespace NeuronActors.Serialization;

/// <summary>The small types that several messages share.</summary>
internal ref partial struct WireReader
{
    public TimeSpan Time() => new(Long());

    public TimeSpan? OptionalTime() => OptionalLong() is { } ticks ? new TimeSpan(ticks) : null;

    public int? OptionalInt() => Flag() ? Int() : null;

    public long? OptionalLong() => Flag() ? Long() : null;

    public T Code<T>(WireCode<T> codes)
        where T : struct, Enum => OptionalCode(codes) ?? throw Malformed($"a {typeof(T).Name} is missing");

    public T? OptionalCode<T>(WireCode<T> codes)
        where T : struct, Enum
    {
        var code = Byte();
        if (code == WireCode<T>.None) return null;

        return codes.TryFind(code, out var value) ? value : throw Malformed($"{code} is no {typeof(T).Name} that this version knows");
    }

    public ModelName Name() => ToName(Text());

    public ModelName? OptionalName() => OptionalText() is { } text ? ToName(text) : null;

    public VisibleCoreIndex Core() => new(Int());

    public VisibleCoreIndex? OptionalCore() => OptionalInt() is { } index ? new VisibleCoreIndex(index) : null;

    public ImmutableArray<VisibleCoreIndex> Cores() => Items(sizeof(int), static (ref from) => from.Core());

    public NeuronStatus? OptionalStatus() => (NeuronStatus?)OptionalInt();

    public Deadline Deadline()
    {
        if (!Flag()) return default;

        var left = Long();
        return left >= 0
            ? NeuronActors.Deadline.After(new TimeSpan(left), _clock)
            : throw Malformed("what is left of a deadline is negative");
    }

    private readonly ModelName ToName(string text)
    {
        if (text.Length == 0) return default;

        return ModelName.TryParse(text, out var name) ? name : throw Malformed("a model name is none");
    }
}
