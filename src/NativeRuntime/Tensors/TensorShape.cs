using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>
/// The dimensions of a tensor, outermost first. In a description of a model a dimension may be <see cref="Dynamic"/>; in a tensor none
/// is. No dimensions at all is the shape of a scalar.
/// </summary>
public readonly struct TensorShape : IEquatable<TensorShape>
{
    /// <summary>A dimension that any request may choose.</summary>
    public const long Dynamic = -1;

    private readonly ImmutableArray<long> _dimensions;

    /// <summary>Takes the dimensions: each at least 0, or <see cref="Dynamic"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is below −1.</exception>
    public TensorShape(params ReadOnlySpan<long> dimensions)
        : this(ImmutableArray.Create(dimensions))
    {
    }

    /// <inheritdoc cref="TensorShape(ReadOnlySpan{long})"/>
    public TensorShape(ImmutableArray<long> dimensions)
    {
        foreach (var dimension in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dimension, Dynamic, nameof(dimensions));
        }

        _dimensions = dimensions;
    }

    /// <summary>The dimensions, outermost first.</summary>
    public ImmutableArray<long> Dimensions => _dimensions.IsDefault ? [] : _dimensions;

    /// <summary>How many dimensions there are.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>Whether no dimension is <see cref="Dynamic"/>.</summary>
    public bool IsFixed => !Dimensions.Contains(Dynamic);

    /// <summary>How many elements a tensor of this shape has; 1 for a scalar.</summary>
    /// <exception cref="InvalidOperationException">A dimension is <see cref="Dynamic"/>.</exception>
    /// <exception cref="OverflowException">The product does not fit 63 bits.</exception>
    public long ElementCount
    {
        get
        {
            var count = 1L;
            foreach (var dimension in Dimensions)
            {
                if (dimension == Dynamic) throw new InvalidOperationException($"The shape {this} is not fixed.");
                count = checked(count * dimension);
            }

            return count;
        }
    }

    /// <summary>Whether a tensor of the shape <paramref name="given"/> is one of these: same rank, and equal where this is not dynamic.</summary>
    public bool Accepts(TensorShape given)
    {
        var mine = Dimensions;
        var theirs = given.Dimensions;
        if (mine.Length != theirs.Length) return false;

        for (var i = 0; i < mine.Length; i++)
        {
            if (mine[i] != Dynamic && mine[i] != theirs[i]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var dimension in Dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>For people: <c>[8, 1, 28, 28]</c>; a dynamic dimension is <c>?</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Dimensions.Select(d => d == Dynamic ? "?" : $"{d}"))}]";

    /// <summary>Whether two shapes have the same dimensions.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);
}
