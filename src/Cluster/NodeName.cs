using System.Buffers;

namespace NeuronActors.Cluster;

/// <summary>
/// The name of a node, chosen by its operator and kept over its restarts. 1 to 64 characters: ASCII letters, digits, and <c>. _ -</c>,
/// starting with a letter or a digit. Compared ordinally. The stable name of a core is <c>node/index</c>.
/// </summary>
public readonly record struct NodeName : IComparable<NodeName>
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly string? _value;

    /// <summary>Takes a name.</summary>
    /// <exception cref="ArgumentException">It is not one; the message says why.</exception>
    public NodeName(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Flaw(value) is { } flaw) throw new ArgumentException($"'{value}' is no node name: {flaw}.", nameof(value));
        _value = value;
    }

    /// <summary>The name as text; empty for the default value, which is no node's name.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes a name from outside; false when it is not one.</summary>
    public static bool TryParse(string? value, out NodeName name)
    {
        var sound = value is not null && Flaw(value) is null;
        name = sound ? new NodeName(value!) : default;
        return sound;
    }

    /// <inheritdoc/>
    public int CompareTo(NodeName other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The name as text.</summary>
    public override string ToString() => Value;

    /// <summary>Whether <paramref name="left"/> comes first.</summary>
    public static bool operator <(NodeName left, NodeName right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes last.</summary>
    public static bool operator >(NodeName left, NodeName right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come last.</summary>
    public static bool operator <=(NodeName left, NodeName right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come first.</summary>
    public static bool operator >=(NodeName left, NodeName right) => left.CompareTo(right) >= 0;

    private static string? Flaw(string value) =>
        value.Length is 0 or > MaxLength ? $"it must have 1 to {MaxLength} characters"
        : value.AsSpan().ContainsAnyExcept(Allowed) ? "only letters, digits, '.', '_' and '-' are allowed"
        : !char.IsAsciiLetterOrDigit(value[0]) ? "it must start with a letter or a digit"
        : null;
}
