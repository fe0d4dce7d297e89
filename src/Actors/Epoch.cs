using System.Globalization;

namespace NeuronActors;

/// <summary>
/// The number of a placement change. It grows by one with every change that a coordinator starts; every message of a change carries
/// it, and a message of a past change is ignored. 0 is before the first.
/// </summary>
/// <param name="Value">0, 1, 2, ….</param>
public readonly record struct Epoch(long Value) : IComparable<Epoch>
{
    /// <summary>The epoch of the change after this one.</summary>
    public Epoch Next => new(Value + 1);

    /// <inheritdoc/>
    public int CompareTo(Epoch other) => Value.CompareTo(other.Value);

    /// <summary>The plain number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether <paramref name="left"/> is the older one.</summary>
    public static bool operator <(Epoch left, Epoch right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is the newer one.</summary>
    public static bool operator >(Epoch left, Epoch right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not the newer one.</summary>
    public static bool operator <=(Epoch left, Epoch right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not the older one.</summary>
    public static bool operator >=(Epoch left, Epoch right) => left.Value >= right.Value;
}
