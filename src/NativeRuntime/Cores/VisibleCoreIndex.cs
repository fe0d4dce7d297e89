using System.Globalization;

namespace NeuronActors.NativeRuntime.Cores;

/// <summary>
/// The number of a NeuronCore among those that this process may use, counted from 0: what <c>start_nc</c> means.
/// Not the instance-wide number, which is <see cref="PhysicalCoreId"/>.
/// </summary>
/// <param name="Value">0 … visible count − 1.</param>
public readonly record struct VisibleCoreIndex(int Value) : IComparable<VisibleCoreIndex>
{
    /// <inheritdoc/>
    public int CompareTo(VisibleCoreIndex other) => Value.CompareTo(other.Value);

    /// <summary>The plain number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(VisibleCoreIndex left, VisibleCoreIndex right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(VisibleCoreIndex left, VisibleCoreIndex right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/> or is the same.</summary>
    public static bool operator <=(VisibleCoreIndex left, VisibleCoreIndex right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/> or is the same.</summary>
    public static bool operator >=(VisibleCoreIndex left, VisibleCoreIndex right) => left.Value >= right.Value;
}
