using System.Globalization;
using System.Text;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>Cuts the code of an archive, which is a small part of Python, into tokens. Indentation becomes tokens of its own.</summary>
internal sealed class Tokenizer(string code)
{
    private const int MostTokens = 4_000_000;
    private const int DeepestBlock = 100;

    private static readonly string[] Operators =
        ["...", "**=", "//=", ">>=", "<<=", "->", "**", "//", "==", "!=", "<=", ">=", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", ":="];

    private readonly List<Token> _tokens = [];
    private readonly Stack<int> _indents = new([0]);
    private int _position;
    private int _line = 1;
    private int _brackets;

    /// <exception cref="CodeException">A character, a text or an indentation is not as expected.</exception>
    public static List<Token> Cut(string code) => new Tokenizer(code).Run();

    private List<Token> Run()
    {
        while (_position < code.Length)
        {
            if (_position == 0 || code[_position - 1] == '\n') StartLine();
            if (_position < code.Length) Next();
        }

        if (_tokens.Count > 0 && _tokens[^1].Kind != TokenKind.NewLine) Add(TokenKind.NewLine, "");
        while (_indents.Pop() > 0) Add(TokenKind.Dedent, "");
        Add(TokenKind.End, "the end");
        return _tokens;
    }

    private char Current => _position < code.Length ? code[_position] : '\0';

    // Empty lines, comments and the inside of brackets have no indentation.
    private void StartLine()
    {
        var start = _position;
        while (Current is ' ' or '\t') _position++;
        if (_brackets > 0 || Current is '\n' or '\r' or '#' or '\0') return;

        var indent = _position - start;
        if (indent > _indents.Peek())
        {
            if (_indents.Count > DeepestBlock) throw new CodeException(_line, $"blocks are nested deeper than {DeepestBlock}");
            _indents.Push(indent);
            Add(TokenKind.Indent, "an indentation");
        }

        while (indent < _indents.Peek())
        {
            _indents.Pop();
            Add(TokenKind.Dedent, "the end of a block");
        }

        if (indent != _indents.Peek()) throw new CodeException(_line, "the indentation fits no block");
    }

    private void Next()
    {
        var current = Current;
        if (current == '\n')
        {
            if (_brackets == 0 && _tokens.Count > 0 && _tokens[^1].Kind is not (TokenKind.NewLine or TokenKind.Indent or TokenKind.Dedent)) Add(TokenKind.NewLine, "the end of the line");
            _line++;
            _position++;
        }
        else if (current is ' ' or '\t' or '\r')
        {
            _position++;
        }
        else if (current == '\\' && _position + 1 < code.Length && code[_position + 1] == '\n')
        {
            _line++;
            _position += 2;

            // The next line goes on with this one, so it has no indentation.
            while (Current is ' ' or '\t') _position++;
        }
        else if (current == '#')
        {
            while (Current is not ('\n' or '\0')) _position++;
        }
        else if (current is '"' or '\'')
        {
            Text();
        }
        else if (char.IsAsciiDigit(current) || current == '.' && _position + 1 < code.Length && char.IsAsciiDigit(code[_position + 1]))
        {
            Number();
        }
        else if (char.IsLetter(current) || current == '_')
        {
            var start = _position;
            while (char.IsLetterOrDigit(Current) || Current == '_') _position++;
            Add(TokenKind.Name, code[start.._position]);
        }
        else
        {
            Operator();
        }
    }

    private void Operator()
    {
        var rest = code.AsSpan(_position);
        foreach (var known in Operators)
        {
            if (!rest.StartsWith(known, StringComparison.Ordinal)) continue;

            Add(TokenKind.Operator, known);
            _position += known.Length;
            return;
        }

        var single = Current;
        if (!"()[]{}:,.=+-*/%@&|^~<>;".Contains(single)) throw new CodeException(_line, $"the character U+{(int)single:X4} is not expected");

        if (single is '(' or '[' or '{') _brackets++;
        else if (single is ')' or ']' or '}') _brackets = Math.Max(0, _brackets - 1);
        Add(TokenKind.Operator, single.ToString());
        _position++;
    }

    private void Number()
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '.' or '_' || Current is '+' or '-' && code[_position - 1] is 'e' or 'E' && !code[start.._position].StartsWith("0x", StringComparison.Ordinal)) _position++;
        Add(TokenKind.Number, code[start.._position]);
    }

    private void Text()
    {
        var quote = Current;
        var text = new StringBuilder();
        for (_position++; Current != quote; _position++)
        {
            if (Current is '\n' or '\0') throw new CodeException(_line, "a text does not end");
            text.Append(Current == '\\' ? Escape() : Current);
        }

        _position++;
        Add(TokenKind.Text, text.ToString());
    }

    private char Escape()
    {
        _position++;
        switch (Current)
        {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'x' when _position + 2 < code.Length && byte.TryParse(code.AsSpan(_position + 1, 2), NumberStyles.AllowHexSpecifier, null, out var hex):
                _position += 2;
                return (char)hex;
            case >= '0' and <= '7':
                return Octal();
            case '\0':
                throw new CodeException(_line, "a text does not end");
            default:
                return Current;
        }
    }

    private char Octal()
    {
        var value = Current - '0';
        for (var i = 0; i < 2 && _position + 1 < code.Length && code[_position + 1] is >= '0' and <= '7'; i++) value = value * 8 + (code[++_position] - '0');
        return (char)value;
    }

    private void Add(TokenKind kind, string text)
    {
        if (_tokens.Count == MostTokens) throw new CodeException(_line, $"it has more than {MostTokens} tokens");
        _tokens.Add(new Token(kind, text, _line));
    }
}
