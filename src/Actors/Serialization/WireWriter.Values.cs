namespace NeuronActors.Serialization;

/// <summary>The small types that several messages share.</summary>
internal ref partial struct WireWriter
{
    public void Time(TimeSpan value) => Long(value.Ticks);

    public void OptionalTime(TimeSpan? value) => OptionalLong(value?.Ticks);

    public void OptionalInt(int? value)
    {
        Flag(value.HasValue);
        if (value is { } number) Int(number);
    }

    public void OptionalLong(long? value)
    {
        Flag(value.HasValue);
        if (value is { } number) Long(number);
    }

    public void Code<T>(WireCode<T> codes, T value)
        where T : struct, Enum => Byte(codes.Of(value));

    public void OptionalCode<T>(WireCode<T> codes, T? value)
        where T : struct, Enum => Byte(value is { } some ? codes.Of(some) : WireCode<T>.None);

    public void Name(ModelName value) => Text(value.Value);

    public void OptionalName(ModelName? value) => OptionalText(value?.Value);

    public void Core(VisibleCoreIndex value) => Int(value.Value);

    public void OptionalCore(VisibleCoreIndex? value) => OptionalInt(value?.Value);

    public void Cores(ImmutableArray<VisibleCoreIndex> values) =>
        Items(values, static (ref to, core) => to.Core(core));

    /// <summary>An open set, so the raw number and no code.</summary>
    public void OptionalStatus(NeuronStatus? value) => OptionalInt((int?)value);

    /// <summary>
    /// <c>time?</c>: what is left of it. Never negative: one that has passed has nothing left, and −1 ms, which is how .NET writes
    /// "for ever", must not come out of one.
    /// </summary>
    public void Deadline(Deadline value)
    {
        Flag(!value.IsNone);
        if (!value.IsNone) Long(Math.Max(0, value.Left(_clock).Ticks));
    }
}
