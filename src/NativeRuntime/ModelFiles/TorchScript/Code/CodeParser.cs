using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>Parses a file of the code of an archive into classes, functions and what they do.</summary>
internal sealed class CodeParser
{
    private static readonly string[] Assignments = ["=", "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "**=", ">>=", "<<="];

    private readonly string _file;
    private readonly CodeTokens _tokens;
    private readonly ExpressionParser _expressions;

    private CodeParser(string file, string code)
    {
        _file = file;
        _tokens = new CodeTokens(Tokenizer.Cut(code));
        _expressions = new ExpressionParser(_tokens);
    }

    /// <exception cref="CodeException">It is no code as TorchScript writes it.</exception>
    public static CodeFile Parse(string file, string code) => new CodeParser(file, code).ParseFile();

    private CodeFile ParseFile()
    {
        var file = new CodeFile(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        while (!_tokens.TryTake(TokenKind.End))
        {
            if (_tokens.TryTake(TokenKind.NewLine)) continue;

            if (_tokens.TryTake("class"))
            {
                var parsed = ParseClass();
                file.Classes[parsed.Name] = parsed;
            }
            else if (_tokens.TryTake("def"))
            {
                var parsed = ParseFunction();
                file.Functions[parsed.Name] = parsed;
            }
            else if (_tokens.Current.Is("import") || _tokens.Current.Is("from"))
            {
                SkipLine();
            }
            else
            {
                ParseStatement();
            }
        }

        return file;
    }

    private CodeClass ParseClass()
    {
        var name = _tokens.ExpectName();
        string? parent = null;
        if (_tokens.TryTake("("))
        {
            while (!_tokens.TryTake(")"))
            {
                if (_tokens.Current.Kind == TokenKind.End) throw _tokens.Unexpected("')'");
                var word = _tokens.Take();
                parent ??= word.Kind == TokenKind.Name ? word.Text : null;
            }
        }

        var parsed = new CodeClass(name, parent, [], new(StringComparer.Ordinal));
        ParseBlock(() => ParseMember(parsed));
        return parsed;
    }

    // A block is a list of something; what a class consists of goes straight into it.
    private CodeClass ParseMember(CodeClass owner)
    {
        if (_tokens.TryTake("def"))
        {
            var method = ParseFunction();
            owner.Methods[method.Name] = method;
        }
        else if (_tokens.TryTake("@"))
        {
            SkipLine();
        }
        else
        {
            if (_tokens.Current.Kind == TokenKind.Name && _tokens.Following.Is(":")) owner.Fields.Add(_tokens.Current.Text);
            ParseStatement();
        }

        return owner;
    }

    private CodeFunction ParseFunction()
    {
        var name = _tokens.ExpectName();
        _tokens.Expect("(");
        var parameters = ImmutableArray.CreateBuilder<CodeParameter>();
        while (!_tokens.TryTake(")"))
        {
            if (!_tokens.TryTake("*")) parameters.Add(ParseParameter());
            if (!_tokens.Current.Is(")")) _tokens.Expect(",");
        }

        if (_tokens.TryTake("->")) _expressions.Parse();
        return new CodeFunction(_file, name, parameters.ToImmutable(), ParseBlock(ParseStatement));
    }

    private CodeParameter ParseParameter()
    {
        var name = _tokens.ExpectName();
        if (_tokens.TryTake(":")) _expressions.Parse();
        return new CodeParameter(name, _tokens.TryTake("=") ? _expressions.Parse() : null);
    }

    private ImmutableArray<T> ParseBlock<T>(Func<T> parseOne)
    {
        _tokens.Expect(":");
        if (!_tokens.TryTake(TokenKind.NewLine)) return [parseOne()];

        var all = ImmutableArray.CreateBuilder<T>();

        // A class without any member has nothing that is indented.
        if (!_tokens.TryTake(TokenKind.Indent)) return [];
        while (!_tokens.TryTake(TokenKind.Dedent))
        {
            if (_tokens.Current.Kind == TokenKind.End) throw _tokens.Unexpected("the end of the block");
            if (!_tokens.TryTake(TokenKind.NewLine)) all.Add(_tokens.Nested(parseOne));
        }

        return all.ToImmutable();
    }

    private Statement ParseStatement()
    {
        var line = _tokens.Line;
        if (_tokens.Current.Kind == TokenKind.Name && !_tokens.Following.Is("=") && !_tokens.Following.Is("."))
        {
            switch (_tokens.Current.Text)
            {
                case "if":
                    _tokens.Take();
                    return ParseIf(line);
                case "while":
                    _tokens.Take();
                    return new LoopStatement(line, null, _expressions.Parse(), ParseBlock(ParseStatement));
                case "for":
                    _tokens.Take();
                    return ParseFor(line);
                case "with":
                    _tokens.Take();
                    return ParseWith(line);
                case "return":
                    _tokens.Take();
                    return EndLine(new ReturnStatement(line, IsLineEnd ? new ConstantExpression(line, null) : _expressions.ParseTuple()));
                case "assert" or "raise" or "del":
                    _tokens.Take();
                    return EndLine(new CheckStatement(line, IsLineEnd ? [] : [_expressions.ParseTuple()], []));
                case "pass" or "break" or "continue":
                    _tokens.Take();
                    return EndLine(new CheckStatement(line, [], []));
            }
        }

        return ParseAssignment(line);
    }

    private bool IsLineEnd => _tokens.Current.Kind is TokenKind.NewLine or TokenKind.End;

    private IfStatement ParseIf(int line)
    {
        var condition = _expressions.Parse();
        var then = ParseBlock(ParseStatement);
        var other = _tokens.Line;
        if (_tokens.TryTake("elif")) return new IfStatement(line, condition, then, [_tokens.Nested(() => ParseIf(other))]);
        return new IfStatement(line, condition, then, _tokens.TryTake("else") ? ParseBlock(ParseStatement) : []);
    }

    private LoopStatement ParseFor(int line)
    {
        var target = _expressions.ParseForTarget();
        _tokens.Expect("in");
        return new LoopStatement(line, target, _expressions.ParseTuple(":"), ParseBlock(ParseStatement));
    }

    private CheckStatement ParseWith(int line)
    {
        var values = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            values.Add(_expressions.Parse());
            if (_tokens.TryTake("as")) _expressions.Parse();
        }
        while (_tokens.TryTake(","));

        return new CheckStatement(line, values.ToImmutable(), ParseBlock(ParseStatement));
    }

    // "a = b", "a, = b", "a : T = b", "a : T", "a += b", "b", and "a = b = c", which is not written but costs nothing.
    private AssignStatement ParseAssignment(int line)
    {
        var first = _expressions.ParseTuple("=", ":");
        if (_tokens.TryTake(":"))
        {
            _expressions.Parse();
            var value = _tokens.TryTake("=") ? _expressions.ParseTuple() : null;
            return EndLine(value is null ? new AssignStatement(line, null, new ConstantExpression(line, null)) : new AssignStatement(line, first, value));
        }

        if (_tokens.Current.Kind != TokenKind.Operator || !Assignments.Contains(_tokens.Current.Text)) return EndLine(new AssignStatement(line, null, first));

        var symbol = _tokens.Take().Text;
        var right = _expressions.ParseTuple("=");
        return EndLine(new AssignStatement(line, first, symbol == "=" ? right : new OperatorExpression(line, symbol[..^1], [first, right])));
    }

    private T EndLine<T>(T statement)
        where T : Statement
    {
        if (!_tokens.TryTake(";") && !_tokens.TryTake(TokenKind.NewLine) && _tokens.Current.Kind != TokenKind.End) throw _tokens.Unexpected("the end of the line");
        return statement;
    }

    private void SkipLine()
    {
        while (!IsLineEnd) _tokens.Take();
        _tokens.TryTake(TokenKind.NewLine);
    }
}
