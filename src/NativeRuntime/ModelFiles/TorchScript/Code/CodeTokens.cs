using System.Runtime.CompilerServices;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>The tokens of a file, one after the other, and how deep the parser is nested in them.</summary>
internal sealed class CodeTokens(List<Token> tokens)
{
    private const int Deepest = 400;

    private int _position;
    private int _depth;

    public Token Current => tokens[_position];

    public Token Following => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    public int Line => Current.Line;

    public Token Take()
    {
        var token = tokens[_position];
        if (token.Kind != TokenKind.End) _position++;
        return token;
    }

    public bool TryTake(string text)
    {
        if (!Current.Is(text)) return false;
        _position++;
        return true;
    }

    public bool TryTake(TokenKind kind)
    {
        if (Current.Kind != kind) return false;
        if (kind != TokenKind.End) _position++;
        return true;
    }

    public void Expect(string text)
    {
        if (!TryTake(text)) throw Unexpected($"'{text}'");
    }

    public string ExpectName() => Current.Kind == TokenKind.Name ? Take().Text : throw Unexpected("a name");

    public CodeException Unexpected(string wanted) => new(Line, $"{wanted} is expected, and there is '{Bytes.FileText.ForPeople(Current.Text)}'");

    /// <summary>Parses something that may hold its own kind, not deeper than the stack bears.</summary>
    public T Nested<T>(Func<T> parse)
    {
        if (++_depth > Deepest || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new CodeException(Line, $"it is nested deeper than {Deepest}");

        var parsed = parse();
        _depth--;
        return parsed;
    }
}
