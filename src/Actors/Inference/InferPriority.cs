namespace NeuronActors;

/// <summary>
/// Where a request stands in the queue of its model: before everything of a lower level, behind what is there of its own. It counts while a
/// request waits; what a core has been given already is not overtaken, and a full queue refuses whatever comes.
/// </summary>
public readonly record struct InferPriority : IComparable<InferPriority>
{
    /// <summary>The level of the lowest priority. Levels beyond it count as this one.</summary>
    public const int LowestLevel = 9;

    private const int DefaultLevel = 5;

    private readonly sbyte _offset;

    /// <summary>Takes a level: 1 goes first, <see cref="LowestLevel"/> last; 0 is the default, in the middle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    public InferPriority(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        _offset = (sbyte)((level == 0 ? DefaultLevel : Math.Min(level, LowestLevel)) - DefaultLevel);
    }

    /// <summary>The level, 1 to <see cref="LowestLevel"/>.</summary>
    public int Level => DefaultLevel + _offset;

    /// <inheritdoc/>
    public int CompareTo(InferPriority other) => Level.CompareTo(other.Level);

    /// <summary>The level as a number.</summary>
    public override string ToString() => Level.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether <paramref name="left"/> goes first.</summary>
    public static bool operator <(InferPriority left, InferPriority right) => left.Level < right.Level;

    /// <summary>Whether <paramref name="left"/> goes last.</summary>
    public static bool operator >(InferPriority left, InferPriority right) => left.Level > right.Level;

    /// <summary>Whether <paramref name="left"/> does not go last.</summary>
    public static bool operator <=(InferPriority left, InferPriority right) => left.Level <= right.Level;

    /// <summary>Whether <paramref name="left"/> does not go first.</summary>
    public static bool operator >=(InferPriority left, InferPriority right) => left.Level >= right.Level;
}
