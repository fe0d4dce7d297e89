using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>Statements.</summary>
internal sealed partial class Forward
{
    private const int LongestLoop = 1024;

    /// <summary>Follows statements; true when they return in any case, so that nothing behind them is reached.</summary>
    private bool Execute(ForwardFrame frame, ImmutableArray<Statement> statements)
    {
        foreach (var statement in statements)
        {
            Step();
            if (Execute(frame, statement)) return true;
        }

        return false;
    }

    private bool Execute(ForwardFrame frame, Statement statement)
    {
        switch (statement)
        {
            case AssignStatement { Target: null } alone:
                Evaluate(frame, alone.Value);
                return false;
            case AssignStatement assign:
                Assign(frame, assign.Target, Evaluate(frame, assign.Value));
                return false;
            case ReturnStatement { Value: var value }:
                frame.Returned.Add(Evaluate(frame, value));
                return true;
            case IfStatement branch:
                return Branch(frame, branch);
            case LoopStatement loop:
                Loop(frame, loop);
                return false;
            case CheckStatement check:
                foreach (var value in check.Values) Evaluate(frame, value);
                return Execute(frame, check.Body);
            default:
                throw new CodeException(statement.Line, "this statement is not known");
        }
    }

    private bool Branch(ForwardFrame frame, IfStatement branch)
    {
        if (Truth(Evaluate(frame, branch.Condition)) is { } known) return Execute(frame, known ? branch.Then : branch.Otherwise);

        _host.Add("prim::If");
        var before = frame.Variables;
        Step(before.Count);
        frame.Variables = new(before, StringComparer.Ordinal);
        var thenReturns = Execute(frame, branch.Then);
        var then = frame.Variables;

        frame.Variables = before;
        if (Execute(frame, branch.Otherwise))
        {
            frame.Variables = then;
            return thenReturns;
        }

        if (!thenReturns) Join(frame.Variables, then, "prim::If");
        return false;
    }

    private static void Join(Dictionary<string, CodeValue> into, Dictionary<string, CodeValue> first, string decision)
    {
        foreach (var (name, value) in first) into[name] = into.TryGetValue(name, out var mine) ? Either(value, mine, decision) : value;
    }

    private void Loop(ForwardFrame frame, LoopStatement loop)
    {
        var over = Evaluate(frame, loop.Over);
        if (loop.Target is { } target && over is ListValue { Items.Count: <= LongestLoop } known)
        {
            foreach (var item in known.Items.ToArray())
            {
                Assign(frame, target, item);
                if (Execute(frame, loop.Body)) return;
            }

            return;
        }

        // Twice, so that what one round leaves behind is seen by the next; and afterwards nothing it changed is certain.
        _host.Add("prim::Loop");
        var before = new Dictionary<string, CodeValue>(frame.Variables, StringComparer.Ordinal);
        Step(before.Count);
        for (var round = 0; round < 2; round++)
        {
            if (loop.Target is not null) Assign(frame, loop.Target, new HostValue("prim::Loop", isData: over.IsData));
            if (Execute(frame, loop.Body)) break;
            if (loop.Target is null) Evaluate(frame, loop.Over);
        }

        Join(frame.Variables, before, "prim::Loop");
    }

    private void Assign(ForwardFrame frame, Expression? target, CodeValue value)
    {
        switch (target)
        {
            case NameExpression name:
                frame.Variables[name.Name] = value;
                break;
            case SequenceExpression parts:
                var values = Unpack(value, parts.Items.Length, parts.Line);
                for (var i = 0; i < parts.Items.Length; i++) Assign(frame, parts.Items[i], values[i]);
                break;
            case AttributeExpression attribute:
                _host.Add("prim::SetAttr");
                foreach (var owner in Options(Evaluate(frame, attribute.Target)).OfType<ObjectValue>())
                {
                    _changes.Replace((owner.Target.State as PickleDictionary)?.Find(attribute.Name));
                    _written[(owner.Target, attribute.Name)] = value;
                }

                break;
            case SubscriptExpression part:
                SetItem(Evaluate(frame, part.Target), part.Index is null ? null : Evaluate(frame, part.Index), value);
                break;
            default:
                throw new CodeException(target?.Line ?? 0, "nothing can be assigned to this");
        }
    }

    private void SetItem(CodeValue target, CodeValue? index, CodeValue value)
    {
        if (target is DictionaryValue dictionary && index is ScalarValue key)
        {
            dictionary.Items.RemoveAll(item => item.Key is ScalarValue known && Equals(known.Value, key.Value));
            dictionary.Items.Add((key, value));
        }
        else if (target is ListValue list && index is ScalarValue { Value: long at } && at >= 0 && at < list.Items.Count)
        {
            list.Items[(int)at] = value;
        }
        else
        {
            _host.Add("aten::_set_item");
        }
    }

    private List<CodeValue> Unpack(CodeValue value, int count, int line)
    {
        Step(count);
        if (value is ListValue list)
        {
            return list.Items.Count == count ? list.Items : throw new CodeException(line, $"{list.Items.Count} values are taken apart into {count}");
        }

        return [.. Enumerable.Range(0, count).Select(i => PartOf(value, $"{i}"))];
    }

    private static CodeValue PartOf(CodeValue value, string which) => value switch
    {
        ArgumentValue argument => new ArgumentValue(AttributePath.Item(argument.Path, which)),
        HostValue host => host,
        _ => new HostValue("aten::__getitem__", value.IsData),
    };

    private static bool? Truth(CodeValue value) => value switch
    {
        ScalarValue { Value: bool truth } => truth,
        ScalarValue { Value: long number } => number != 0,
        ScalarValue { Value: null } => false,
        _ => null,
    };
}
