namespace NeuronActors.Node.Client.Infer;

/// <summary>An input as the command line has it: <c>name=value</c>.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="Value">A file, <c>-</c> for standard input, or the elements themselves.</param>
internal sealed record InputArgument(string Name, string Value)
{
    public const string Stdin = "-";

    /// <summary>Whether the elements themselves are given: a JSON array, number, truth value or quoted text.</summary>
    public bool IsLiteral => Value.Length > 0 && !File.Exists(Value) && TensorLiteral.LooksLikeOne(Value);

    /// <exception cref="ClientException">It has not that form.</exception>
    public static InputArgument Parse(string option, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < text.Length - 1
            ? new InputArgument(text[..equals], text[(equals + 1)..])
            : throw ClientException.Usage($"{option} is '{text}', and must be a name and a file: image=digit.npy; - stands for a pipe.");
    }
}
