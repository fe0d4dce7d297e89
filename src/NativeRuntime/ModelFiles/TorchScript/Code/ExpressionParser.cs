using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>Parses expressions, with the precedence of Python.</summary>
internal sealed class ExpressionParser(CodeTokens tokens)
{
    // From the loosest to the tightest; "not" stands between the second and the third, "**" and the signs behind the last.
    private static readonly ImmutableArray<ImmutableArray<string>> Levels =
    [
        ["or"],
        ["and"],
        ["==", "!=", "<", ">", "<=", ">=", "in", "is", "not"],
        ["|"],
        ["^"],
        ["&"],
        ["<<", ">>"],
        ["+", "-"],
        ["*", "/", "//", "%", "@"],
    ];

    private const int NotLevel = 2;

    /// <summary>An expression, or several with commas between, which are a tuple.</summary>
    public Expression ParseTuple(params ReadOnlySpan<string> ends)
    {
        var line = tokens.Line;
        var first = Parse();
        if (!tokens.Current.Is(",")) return first;

        var items = ImmutableArray.CreateBuilder<Expression>();
        items.Add(first);
        while (tokens.TryTake(",") && !IsEnd(ends)) items.Add(Parse());
        return new SequenceExpression(line, items.ToImmutable());
    }

    /// <summary>What a loop gives values to; the "in" behind it is no operator.</summary>
    public Expression ParseForTarget()
    {
        var line = tokens.Line;
        var items = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            if (tokens.Current.Is("in")) break;
            items.Add(ParsePostfix());
        }
        while (tokens.TryTake(","));

        return items.Count == 1 ? items[0] : new SequenceExpression(line, items.ToImmutable());
    }

    /// <summary>One expression.</summary>
    public Expression Parse() => tokens.Nested(ParseConditional);

    private bool IsEnd(ReadOnlySpan<string> ends)
    {
        if (tokens.Current.Kind is TokenKind.NewLine or TokenKind.End) return true;
        foreach (var end in ends)
        {
            if (tokens.Current.Is(end)) return true;
        }

        return false;
    }

    private Expression ParseConditional()
    {
        var line = tokens.Line;
        if (tokens.TryTake("*")) return Parse();

        var then = ParseLevel(0);
        if (!tokens.TryTake("if")) return then;

        var condition = ParseLevel(0);
        tokens.Expect("else");
        return new ConditionalExpression(line, condition, then, Parse());
    }

    private Expression ParseLevel(int level)
    {
        if (level == Levels.Length) return ParseUnary();
        if (level == NotLevel && tokens.Current.Is("not"))
        {
            var line = tokens.Take().Line;
            return new OperatorExpression(line, "not", [tokens.Nested(() => ParseLevel(level))]);
        }

        var left = ParseLevel(level + 1);
        while (IsOperator(level))
        {
            var line = tokens.Line;
            left = new OperatorExpression(line, TakeOperator(), [left, ParseLevel(level + 1)]);
        }

        return left;
    }

    private bool IsOperator(int level) =>
        tokens.Current.Kind is TokenKind.Operator or TokenKind.Name
        && Levels[level].Contains(tokens.Current.Text)
        && (tokens.Current.Text != "not" || tokens.Following.Is("in"));

    private string TakeOperator()
    {
        var symbol = tokens.Take().Text;
        if (symbol == "is" && tokens.TryTake("not")) return "is not";
        if (symbol == "not" && tokens.TryTake("in")) return "not in";
        return symbol;
    }

    private Expression ParseUnary()
    {
        var line = tokens.Line;
        if (tokens.Current.Is("-") || tokens.Current.Is("+") || tokens.Current.Is("~"))
        {
            var symbol = tokens.Take().Text;
            var operand = tokens.Nested(ParseUnary);
            return symbol == "-" && operand is ConstantExpression { Value: long or double } constant
                ? new ConstantExpression(line, constant.Value is long number ? (object)-number : -(double)constant.Value)
                : new OperatorExpression(line, symbol, [operand]);
        }

        var value = ParsePostfix();
        return tokens.TryTake("**") ? new OperatorExpression(line, "**", [value, tokens.Nested(ParseUnary)]) : value;
    }

    private Expression ParsePostfix()
    {
        var value = ParseAtom();
        while (true)
        {
            var line = tokens.Line;
            if (tokens.TryTake(".")) value = new AttributeExpression(line, value, tokens.ExpectName());
            else if (tokens.TryTake("(")) value = new CallExpression(line, value, ParseArguments());
            else if (tokens.TryTake("[")) value = ParseSubscript(line, value);
            else return value;
        }
    }

    private ImmutableArray<(string? Name, Expression Value)> ParseArguments()
    {
        var arguments = ImmutableArray.CreateBuilder<(string? Name, Expression Value)>();
        while (!tokens.TryTake(")"))
        {
            string? name = null;
            if (tokens.Current.Kind == TokenKind.Name && tokens.Following.Is("="))
            {
                name = tokens.Take().Text;
                tokens.Take();
            }

            arguments.Add((name, Parse()));
            if (!tokens.Current.Is(")")) tokens.Expect(",");
        }

        return arguments.ToImmutable();
    }

    private SubscriptExpression ParseSubscript(int line, Expression target)
    {
        Expression? index = null;
        var isSlice = false;
        while (!tokens.TryTake("]"))
        {
            if (tokens.TryTake(":")) isSlice = true;
            else index = ParseTuple(":", "]");
        }

        return new SubscriptExpression(line, target, isSlice ? null : index);
    }

    private Expression ParseAtom()
    {
        var token = tokens.Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text switch
                {
                    "None" => new ConstantExpression(token.Line, null),
                    "True" => new ConstantExpression(token.Line, true),
                    "False" => new ConstantExpression(token.Line, false),
                    _ => new NameExpression(token.Line, token.Text),
                };
            case TokenKind.Number:
                return new ConstantExpression(token.Line, NumberOf(token.Text));
            case TokenKind.Text:
                return ParseText(token);
            case TokenKind.Operator when token.Text == "(":
                return ParseBrackets(token.Line);
            case TokenKind.Operator when token.Text == "[":
                return new SequenceExpression(token.Line, ParseItems("]"));
            case TokenKind.Operator when token.Text == "{":
                return ParseDictionary(token.Line);
            case TokenKind.Operator when token.Text == "...":
                return new ConstantExpression(token.Line, null);
            default:
                throw new CodeException(token.Line, $"an expression is expected, and there is '{Bytes.FileText.ForPeople(token.Text)}'");
        }
    }

    // Brackets around one expression are only brackets; a comma makes a tuple of it.
    private Expression ParseBrackets(int line)
    {
        if (tokens.TryTake(")")) return new SequenceExpression(line, []);

        var inside = ParseTuple(")");
        tokens.Expect(")");
        return inside;
    }

    private ConstantExpression ParseText(Token first)
    {
        if (tokens.Current.Kind != TokenKind.Text) return new ConstantExpression(first.Line, first.Text);

        var text = new StringBuilder(first.Text);
        while (tokens.Current.Kind == TokenKind.Text) text.Append(tokens.Take().Text);
        return new ConstantExpression(first.Line, text.ToString());
    }

    private ImmutableArray<Expression> ParseItems(string end)
    {
        var items = ImmutableArray.CreateBuilder<Expression>();
        while (!tokens.TryTake(end))
        {
            items.Add(Parse());
            if (!tokens.Current.Is(end)) tokens.Expect(",");
        }

        return items.ToImmutable();
    }

    private DictionaryExpression ParseDictionary(int line)
    {
        var items = ImmutableArray.CreateBuilder<(Expression Key, Expression Value)>();
        while (!tokens.TryTake("}"))
        {
            var key = Parse();
            tokens.Expect(":");
            items.Add((key, Parse()));
            if (!tokens.Current.Is("}")) tokens.Expect(",");
        }

        return new DictionaryExpression(line, items.ToImmutable());
    }

    // What is neither is of no interest: no number decides what forward runs, but an index or a condition.
    private static object NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (object)number
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : double.NaN;
}
