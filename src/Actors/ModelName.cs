using System.Buffers;

namespace NeuronActors;

/// <summary>
/// The name under which a model is loaded. 1 to 128 characters: ASCII letters, digits, and <c>. _ -</c>, starting with a letter or a
/// digit; so it fits an actor's path and a URL as it is. Compared ordinally.
/// </summary>
public readonly record struct ModelName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly string? _value;

    /// <summary>Takes a name.</summary>
    /// <exception cref="ArgumentException">It is not one; the message says why.</exception>
    public ModelName(string value)
    {
        if (Flaw(value) is { } flaw) throw new ArgumentException($"'{value}' is no model name: {flaw}.", nameof(value));
        _value = value;
    }

    /// <summary>The name as text; empty for the default value, which is no model's name.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes a name from outside; false when it is not one.</summary>
    public static bool TryParse(string? value, out ModelName name)
    {
        var sound = value is not null && Flaw(value) is null;
        name = sound ? new ModelName(value!) : default;
        return sound;
    }

    /// <summary>Makes a name of a text that may hold anything, a file's stem for example: what is not allowed becomes <c>-</c>.</summary>
    public static ModelName Sanitize(string text)
    {
        var kept = string.Create(Math.Min(text.Length, MaxLength), text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = Allowed.Contains(from[i]) ? from[i] : '-';
        });
        return Flaw(kept) is null ? new ModelName(kept) : new ModelName($"m{kept[..Math.Min(kept.Length, MaxLength - 1)]}");
    }

    /// <summary>The name that a model gets from its path when nobody gives it another: the file's or folder's, without known extensions.</summary>
    public static ModelName FromPath(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        foreach (var extension in (ReadOnlySpan<string>)[".sim.json", ".onnx", ".neff", ".pt", ".pth", ".ts"])
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return Sanitize(name[..^extension.Length]);
        }

        return Sanitize(name);
    }

    /// <summary>The name as text.</summary>
    public override string ToString() => Value;

    private static string? Flaw(string value) =>
        value.Length is 0 or > MaxLength ? $"it must have 1 to {MaxLength} characters"
        : value.AsSpan().ContainsAnyExcept(Allowed) ? "only letters, digits, '.', '_' and '-' are allowed"
        : !char.IsAsciiLetterOrDigit(value[0]) ? "it must start with a letter or a digit"
        : null;
}
