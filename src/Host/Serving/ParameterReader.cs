using System.Globalization;

namespace NeuronActors.Node.Serving;

/// <summary>
/// Takes known keys out of a bag of parameters as they come over a wire: <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/> or <see cref="ReadOnlyMemory{T}"/> of bytes. What has the wrong type is refused by name, and so is what nobody took.
/// </summary>
internal sealed class ParameterReader(IReadOnlyDictionary<string, object> parameters)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <exception cref="ServingException">It is no text.</exception>
    public string? Text(string key) => Take(key) switch
    {
        null => null,
        string text => text,
        _ => throw Wrong(key, "a string"),
    };

    /// <summary>A whole number; a text that is one counts too, because some clients have texts only.</summary>
    /// <exception cref="ServingException">It is no whole number of 32 bits.</exception>
    public int? Int(string key) => Take(key) switch
    {
        null => null,
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        string text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(key, "a whole number"),
    };

    /// <exception cref="ServingException">It is neither true nor false.</exception>
    public bool? Flag(string key) => Take(key) switch
    {
        null => null,
        bool flag => flag,
        string text when bool.TryParse(text, out var flag) => flag,
        _ => throw Wrong(key, "true or false"),
    };

    /// <param name="known">The keys that there are, for the text of the error.</param>
    /// <param name="but">What keys begin with that are somebody else's; null when there are none.</param>
    /// <exception cref="ServingException">A key was given that nobody takes.</exception>
    public void End(string known, string? but = null)
    {
        foreach (var key in parameters.Keys)
        {
            if (but is not null && key.StartsWith(but, StringComparison.Ordinal)) continue;
            if (!_taken.Contains(key)) throw new ServingException(ServingError.Invalid($"There is no parameter '{key}' here; there are {known}."));
        }
    }

    private object? Take(string key)
    {
        _taken.Add(key);
        return parameters.GetValueOrDefault(key);
    }

    private static ServingException Wrong(string key, string expected) =>
        new(ServingError.Invalid($"Parameter '{key}' must be {expected}."));
}
