using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>An expression of the code.</summary>
internal abstract class Expression(int line)
{
    public int Line => line;
}

/// <summary>A name by itself.</summary>
internal sealed class NameExpression(int line, string name) : Expression(line)
{
    public string Name => name;
}

/// <summary>A number, a text, True, False or None.</summary>
internal sealed class ConstantExpression(int line, object? value) : Expression(line)
{
    public object? Value => value;
}

/// <summary><c>target.name</c>.</summary>
internal sealed class AttributeExpression(int line, Expression target, string name) : Expression(line)
{
    public Expression Target => target;

    public string Name => name;
}

/// <summary><c>target[index]</c>; a slice has no index.</summary>
internal sealed class SubscriptExpression(int line, Expression target, Expression? index) : Expression(line)
{
    public Expression Target => target;

    public Expression? Index => index;
}

/// <summary><c>function(arguments)</c>.</summary>
internal sealed class CallExpression(int line, Expression function, ImmutableArray<(string? Name, Expression Value)> arguments) : Expression(line)
{
    public Expression Function => function;

    public ImmutableArray<(string? Name, Expression Value)> Arguments => arguments;
}

/// <summary>A tuple or a list.</summary>
internal sealed class SequenceExpression(int line, ImmutableArray<Expression> items) : Expression(line)
{
    public ImmutableArray<Expression> Items => items;
}

/// <summary><c>{key: value, …}</c>.</summary>
internal sealed class DictionaryExpression(int line, ImmutableArray<(Expression Key, Expression Value)> items) : Expression(line)
{
    public ImmutableArray<(Expression Key, Expression Value)> Items => items;
}

/// <summary>An operator with what it works on: <c>not</c>, <c>+</c>, <c>is not</c>, ….</summary>
internal sealed class OperatorExpression(int line, string symbol, ImmutableArray<Expression> operands) : Expression(line)
{
    public string Symbol => symbol;

    public ImmutableArray<Expression> Operands => operands;
}

/// <summary><c>then if condition else otherwise</c>.</summary>
internal sealed class ConditionalExpression(int line, Expression condition, Expression then, Expression otherwise) : Expression(line)
{
    public Expression Condition => condition;

    public Expression Then => then;

    public Expression Otherwise => otherwise;
}
