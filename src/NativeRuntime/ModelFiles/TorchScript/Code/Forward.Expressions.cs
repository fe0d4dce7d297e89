using System.Runtime.CompilerServices;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>Expressions.</summary>
internal sealed partial class Forward
{
    private const int LongestStoredList = 4096;

    private static readonly Dictionary<string, string> SymbolNames = new(StringComparer.Ordinal)
    {
        ["+"] = "add",
        ["-"] = "sub",
        ["*"] = "mul",
        ["/"] = "div",
        ["//"] = "floordiv",
        ["%"] = "remainder",
        ["**"] = "pow",
        ["@"] = "matmul",
        ["=="] = "eq",
        ["!="] = "ne",
        ["<"] = "lt",
        [">"] = "gt",
        ["<="] = "le",
        [">="] = "ge",
        ["&"] = "__and__",
        ["|"] = "__or__",
        ["^"] = "__xor__",
        ["<<"] = "__lshift__",
        [">>"] = "__rshift__",
        ["~"] = "bitwise_not",
    };

    private CodeValue Evaluate(ForwardFrame frame, Expression expression)
    {
        Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new CodeException(expression.Line, "it is nested too deep");

        switch (expression)
        {
            case ConstantExpression constant:
                return new ScalarValue(constant.Value);
            case NameExpression name:
                return frame.Variables.GetValueOrDefault(name.Name) ?? new HostValue(name.Name, isData: false);
            case AttributeExpression attribute:
                return DottedName(frame, attribute) is { } dotted ? Global(dotted) : Attribute(Evaluate(frame, attribute.Target), attribute.Name);
            case SubscriptExpression subscript:
                return Item(Evaluate(frame, subscript.Target), subscript.Index is null ? null : Evaluate(frame, subscript.Index));
            case SequenceExpression sequence:
                return new ListValue([.. sequence.Items.Select(item => Evaluate(frame, item))]);
            case DictionaryExpression dictionary:
                return new DictionaryValue([.. dictionary.Items.Select(item => (Evaluate(frame, item.Key), Evaluate(frame, item.Value)))]);
            case ConditionalExpression conditional:
                return Condition(frame, conditional);
            case OperatorExpression operation:
                return Operate(operation.Symbol, [.. operation.Operands.Select(operand => Evaluate(frame, operand))]);
            case CallExpression call:
                return Call(frame, call);
            default:
                throw new CodeException(expression.Line, "this expression is not known");
        }
    }

    /// <summary>A name with dots that does not begin at a variable: an operator, a function, a constant. Null for anything else.</summary>
    private static string? DottedName(ForwardFrame frame, Expression expression)
    {
        var names = new Stack<string>();
        while (expression is AttributeExpression attribute)
        {
            names.Push(attribute.Name);
            expression = attribute.Target;
        }

        if (expression is not NameExpression root || frame.Variables.ContainsKey(root.Name)) return null;

        names.Push(root.Name);
        return string.Join('.', names);
    }

    private CodeValue Global(string name)
    {
        if (!name.StartsWith("CONSTANTS.c", StringComparison.Ordinal)) return new HostValue(name, isData: false);

        return int.TryParse(name.AsSpan("CONSTANTS.c".Length), out var index) && index >= 0 && index < _archive.Constants?.Items.Count
            ? Stored(_archive.Constants.Items[index], name)
            : throw new CodeException($"{name} is used, and constants.pkl has {_archive.Constants?.Items.Count ?? 0} constants");
    }

    private CodeValue Attribute(CodeValue owner, string name)
    {
        switch (owner)
        {
            case ObjectValue known:
                if (_written.TryGetValue((known.Target, name), out var written)) return written;
                return known.Target.State is PickleDictionary attributes && attributes.Find(name) is { } value
                    ? Stored(value, AttributePath.Join(known.Path, name))
                    : new HostValue("prim::GetAttr", isData: false);
            case ChoiceValue choice:
                return choice.Options.Select(option => Attribute(option, name)).Aggregate((one, other) => Either(one, other));
            case ListValue { Names: { } names } list when names.IndexOf(name) is >= 0 and var index && index < list.Items.Count:
                return list.Items[index];
            case ArgumentValue argument:
                return new ArgumentValue(AttributePath.Join(argument.Path, name));
            default:
                return PartOf(owner, name);
        }
    }

    /// <summary>What stands in the archive, as the code sees it.</summary>
    private CodeValue Stored(PickleValue value, string path)
    {
        Step();
        switch (value)
        {
            case PickleObject target:
                return new ObjectValue(target, path);
            case PickleTensor tensor:
                return new StoredValue(path, tensor);
            case PickleOpaque:
                return new StoredValue(path, tensor: null);
            case PickleConstant constant:
                return new ScalarValue(constant.Value);
            case PickleText text when text.TryName(out var name):
                return new ScalarValue(name);
            case PickleSequence { Items.Count: <= LongestStoredList } sequence when sequence.Items is not [PickleBytes]:
                return Nested(() => new ListValue([.. sequence.Items.Select((item, i) => Stored(item, AttributePath.Join(path, $"{i}")))]));
            case PickleDictionary { Items.Count: <= LongestStoredList } dictionary:
                return Nested(() => new DictionaryValue([.. dictionary.Items.Select((item, i) =>
                    (Stored(item.Key, path), Stored(item.Value, AttributePath.Join(path, item.Key is PickleText key && key.TryName(out var name) ? name : $"{i}"))))]));
            default:
                return new HostValue("prim::GetAttr", isData: false);
        }
    }

    private CodeValue Nested(Func<CodeValue> make)
    {
        if (++_depth > Deepest) throw new CodeException($"a list in the archive is nested deeper than {Deepest}");

        var made = make();
        _depth--;
        return made;
    }

    private static CodeValue Item(CodeValue target, CodeValue? index)
    {
        var key = (index as ScalarValue)?.Value;
        switch (target)
        {
            case ListValue list when key is long at && (at < 0 ? at + list.Items.Count : at) is var place && place >= 0 && place < list.Items.Count:
                return list.Items[(int)place];
            case DictionaryValue dictionary when key is not null:
                return dictionary.Items.LastOrDefault(item => item.Key is ScalarValue known && Equals(known.Value, key)).Value
                    ?? new HostValue("aten::__getitem__", isData: true);
            case ArgumentValue when key is long or string:
                return PartOf(target, key is string text ? $"\"{text}\"" : $"{key}");
            case ListValue objects when objects.Items.Count > 0 && objects.Items.TrueForAll(item => item is ObjectValue):
                return objects.Items.Aggregate((one, other) => Either(one, other));
            default:
                return new HostValue("aten::__getitem__", target.IsData || target is ListValue or DictionaryValue);
        }
    }

    private CodeValue Condition(ForwardFrame frame, ConditionalExpression conditional)
    {
        if (Truth(Evaluate(frame, conditional.Condition)) is { } known) return Evaluate(frame, known ? conditional.Then : conditional.Otherwise);

        _host.Add("prim::If");
        return Either(Evaluate(frame, conditional.Then), Evaluate(frame, conditional.Otherwise));
    }

    private CodeValue Operate(string symbol, CodeValue[] operands)
    {
        switch (symbol)
        {
            case "not" when Truth(operands[0]) is { } truth:
                return new ScalarValue(!truth);
            case "is" or "is not" when IsSame(operands[0], operands[1]) is { } same:
                return new ScalarValue(same == (symbol == "is"));
            case "==" or "!=" when operands is [ScalarValue left, ScalarValue right]:
                return new ScalarValue(Equals(left.Value, right.Value) == (symbol == "=="));
            case "and" or "or" when Truth(operands[0]) is { } first:
                return first == (symbol == "and") ? operands[1] : operands[0];
            case "+" when operands is [ListValue left, ListValue right]:
                Step(left.Items.Count + right.Items.Count);
                return new ListValue([.. left.Items, .. right.Items]);
        }

        return Compute($"aten::{SymbolNames.GetValueOrDefault(symbol, symbol.Replace(' ', '_'))}", operands);
    }

    // Only whether something is None is ever asked in this way.
    private static bool? IsSame(CodeValue one, CodeValue other) => (one, other) switch
    {
        (ScalarValue a, ScalarValue b) => Equals(a.Value, b.Value),
        (HostValue { IsData: false }, _) or (_, HostValue { IsData: false }) => null,
        (ScalarValue { Value: null }, _) or (_, ScalarValue { Value: null }) => false,
        _ => null,
    };

    /// <summary>An operator: on data the host would have to run it; on anything else it is only about the code.</summary>
    private HostValue Compute(string operation, IReadOnlyList<CodeValue> operands)
    {
        var isData = HoldsData(operands, 0);
        if (isData) _host.Add(operation);
        _changes.Use(operation, operands);
        return new HostValue(operation, isData);
    }

    private bool HoldsData(IEnumerable<CodeValue> values, int depth)
    {
        if (depth > Deepest) throw new CodeException($"a list holds lists deeper than {Deepest}");

        foreach (var value in values)
        {
            Step();
            var isData = value switch
            {
                ListValue list => HoldsData(list.Items, depth + 1),
                DictionaryValue dictionary => HoldsData(dictionary.Items.Select(item => item.Value), depth + 1),
                _ => value.IsData,
            };
            if (isData) return true;
        }

        return false;
    }
}
