using System.Globalization;

namespace NeuronActors.Node.Client.Npy;

/// <summary>Reads the dictionary of an .npy header: a Python literal of texts, truth values and tuples of numbers, and nothing else.</summary>
internal ref struct NpyDictionary(string text)
{
    private readonly string _text = text;
    private int _at;

    /// <exception cref="FormatException">It is none.</exception>
    public NpyHeader Read()
    {
        string? descr = null;
        bool? fortran = null;
        ImmutableArray<long>? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            var key = ReadText();
            Expect(':');
            switch (key)
            {
                case "descr":
                    if (Peek() is '[' or '(') throw Wrong("its elements are records, and only plain ones can be read");
                    descr = ReadText();
                    break;
                case "fortran_order":
                    fortran = ReadFlag();
                    break;
                case "shape":
                    shape = ReadShape();
                    break;
                default:
                    throw Wrong($"it has a key '{key}' that the format does not");
            }

            if (Take(',')) continue;
            Expect('}');
            break;
        }

        if (Peek() != '\0') throw Wrong("something follows its dictionary");
        return new NpyHeader(
            descr ?? throw Wrong("it does not say 'descr'"),
            fortran ?? throw Wrong("it does not say 'fortran_order'"),
            shape ?? throw Wrong("it does not say 'shape'"));
    }

    private ImmutableArray<long> ReadShape()
    {
        var shape = ImmutableArray.CreateBuilder<long>();
        Expect('(');
        while (!Take(')'))
        {
            shape.Add(ReadNumber());
            if (Take(',')) continue;
            Expect(')');
            break;
        }

        return shape.ToImmutable();
    }

    private long ReadNumber()
    {
        Peek();
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        if (!long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Wrong("a dimension is no number");

        // As Python 2 wrote long ones.
        Take('L');
        return number;
    }

    private bool ReadFlag()
    {
        if (TakeWord("True")) return true;
        return TakeWord("False") ? false : throw Wrong("'fortran_order' is neither True nor False");
    }

    private string ReadText()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"')) throw Wrong("a text is missing");

        var end = _text.IndexOf(quote, _at + 1);
        if (end < 0) throw Wrong("a text does not end");

        var value = _text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    private bool TakeWord(string word)
    {
        Peek();
        if (!_text.AsSpan(_at).StartsWith(word)) return false;

        _at += word.Length;
        return true;
    }

    private bool Take(char expected)
    {
        if (Peek() != expected) return false;

        _at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected)) throw Wrong($"a '{expected}' is missing");
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private static FormatException Wrong(string flaw) => new($"its header is not as NumPy writes it: {flaw}");
}
