using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>A statement of the code.</summary>
internal abstract class Statement(int line)
{
    public int Line => line;
}

/// <summary><c>target = value</c>, where a tuple as target takes a value apart; without a target, a value by itself.</summary>
internal sealed class AssignStatement(int line, Expression? target, Expression value) : Statement(line)
{
    public Expression? Target => target;

    public Expression Value => value;
}

/// <summary><c>return value</c>.</summary>
internal sealed class ReturnStatement(int line, Expression value) : Statement(line)
{
    public Expression Value => value;
}

/// <summary><c>if</c>, with its <c>elif</c>s as <c>if</c>s within its <c>else</c>.</summary>
internal sealed class IfStatement(int line, Expression condition, ImmutableArray<Statement> then, ImmutableArray<Statement> otherwise) : Statement(line)
{
    public Expression Condition => condition;

    public ImmutableArray<Statement> Then => then;

    public ImmutableArray<Statement> Otherwise => otherwise;
}

/// <summary><c>for target in over</c>; without a target, <c>while over</c>.</summary>
internal sealed class LoopStatement(int line, Expression? target, Expression over, ImmutableArray<Statement> body) : Statement(line)
{
    public Expression? Target => target;

    public Expression Over => over;

    public ImmutableArray<Statement> Body => body;
}

/// <summary>What only has to be evaluated: the condition of an <c>assert</c>, the object of a <c>raise</c> or <c>with</c>.</summary>
internal sealed class CheckStatement(int line, ImmutableArray<Expression> values, ImmutableArray<Statement> body) : Statement(line)
{
    public ImmutableArray<Expression> Values => values;

    public ImmutableArray<Statement> Body => body;
}
