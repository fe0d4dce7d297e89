using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>Calls: of operators, functions, methods, and subgraphs.</summary>
internal sealed partial class Forward
{
    // They look at the shape or kind of a tensor and not at what is in it, so nothing is computed until their answer is used.
    private static readonly HashSet<string> Inspections = new(StringComparer.Ordinal)
    {
        "size", "dim", "len", "numel", "is_floating_point", "is_complex", "is_contiguous", "stride", "storage_offset", "sym_size", "device", "dtype", "layout", "shape", "warn", "format",
    };

    private CodeValue Call(ForwardFrame frame, CallExpression call)
    {
        if (call.Function is NameExpression name && !frame.Variables.ContainsKey(name.Name)) return CallByName(frame, name.Name, call);
        if (DottedName(frame, call.Function) is { } dotted) return CallGlobal(dotted, Positional(frame, call), Named(frame, call));

        if (call.Function is AttributeExpression method)
        {
            var target = Evaluate(frame, method.Target);
            return CallMethod(target, method.Name, Positional(frame, call), Named(frame, call));
        }

        Evaluate(frame, call.Function);
        return Compute("prim::CallFunction", Positional(frame, call));
    }

    private List<CodeValue> Positional(ForwardFrame frame, CallExpression call) =>
        [.. call.Arguments.Where(argument => argument.Name is null).Select(argument => Evaluate(frame, argument.Value))];

    private List<(string Name, CodeValue Value)> Named(ForwardFrame frame, CallExpression call) =>
        [.. call.Arguments.Where(argument => argument.Name is not null).Select(argument => (argument.Name!, Evaluate(frame, argument.Value)))];

    private CodeValue CallByName(ForwardFrame frame, string name, CallExpression call)
    {
        // The first argument of these is a type, which is no value.
        if (name is "annotate" or "unchecked_cast" && call.Arguments.Length == 2) return Evaluate(frame, call.Arguments[1].Value);
        if (name is "uninitialized") return new HostValue("prim::Uninitialized", isData: false);
        if (name is "isinstance" && call.Arguments.Length > 0)
        {
            Evaluate(frame, call.Arguments[0].Value);
            return new HostValue("prim::isinstance", isData: false);
        }

        var arguments = Positional(frame, call);
        switch (name)
        {
            case "getattr" when arguments is [var owner, ScalarValue { Value: string attribute }, ..]:
                return Attribute(owner, attribute);
            case "range" when arguments is [ScalarValue { Value: long and >= 0 and <= LongestLoop and var count }]:
                Step((int)count);
                return new ListValue([.. Enumerable.Range(0, (int)count).Select(i => new ScalarValue((long)i))]);
            case "len" when arguments is [ListValue list]:
                return new ScalarValue((long)list.Items.Count);
            case "len" or "range":
                return new HostValue($"aten::{name}", isData: false);
            case "list" or "tuple" when arguments is [ListValue same]:
                return new ListValue([.. same.Items], same.Names);
            case "bool" or "int" or "float" or "str" when arguments is [ScalarValue scalar]:
                return name == "bool" && Truth(scalar) is { } truth ? new ScalarValue(truth) : scalar;
            case "bool" or "int" or "float":
                return Compute($"aten::{char.ToUpperInvariant(name[0])}{name[1..]}", arguments);
            case "fork" or "wait":
                return arguments is [var first] ? first : Compute($"prim::{name}", arguments);
            case "print":
                return new ScalarValue(null);
            default:
                return Compute($"prim::{name}", arguments);
        }
    }

    private CodeValue CallGlobal(string name, List<CodeValue> arguments, List<(string Name, CodeValue Value)> named)
    {
        if (name.StartsWith("ops.", StringComparison.Ordinal) && name.Split('.', 3) is [_, var space, var operation]) return Operator(space, operation, arguments, named);
        if (name.StartsWith("torch.", StringComparison.Ordinal)) return Operator("aten", name["torch.".Length..], arguments, named);
        if (!name.StartsWith($"{PickleGlobals.ArchiveModule}.", StringComparison.Ordinal)) return Compute($"prim::{name}", arguments);

        if (_code.FindFunction(name) is { } function) return Enter(function, arguments, named);
        if (_code.FindClass(name) is not { } type) throw _code.Flaw($"the code of {FileText.ForPeople(name)}, which forward calls, is missing");

        return type.Base == "NamedTuple"
            ? new ListValue([.. arguments, .. named.Select(each => each.Value)], type.Fields)
            : Compute("prim::CreateObject", arguments);
    }

    private CodeValue Operator(string space, string operation, List<CodeValue> arguments, List<(string Name, CodeValue Value)> named)
    {
        List<CodeValue> all = [.. arguments, .. named.Select(each => each.Value)];
        if (space == "neuron" && FindSubgraph(all) is { } subgraph) return Execute(subgraph, all);

        switch (operation)
        {
            case "__is__" or "__isnot__" when arguments.Count == 2:
                return Operate(operation == "__is__" ? "is" : "is not", [.. arguments]);
            case "__not__" when arguments.Count == 1:
                return Operate("not", [.. arguments]);
            case "eq" or "ne" when arguments is [ScalarValue, ScalarValue]:
                return Operate(operation == "eq" ? "==" : "!=", [.. arguments]);
            case "__getitem__" when arguments.Count == 2 && !(arguments[0] is HostValue or OutputValue or StoredValue):
                return Item(arguments[0], arguments[1]);
            case "len" when arguments is [ListValue list]:
                return new ScalarValue((long)list.Items.Count);
            case "append" when arguments is [ListValue list, var item]:
                list.Items.Add(item);
                return list;
            case "list" when arguments is [ListValue list]:
                return new ListValue([.. list.Items]);
            case "__contains__" when arguments is [DictionaryValue dictionary, ScalarValue key]:
                return new ScalarValue(dictionary.Items.Exists(item => item.Key is ScalarValue known && Equals(known.Value, key.Value)));
            case "values" when arguments is [DictionaryValue dictionary]:
                return new ListValue([.. dictionary.Items.Select(item => item.Value)]);
            case "keys" when arguments is [DictionaryValue dictionary]:
                return new ListValue([.. dictionary.Items.Select(item => item.Key)]);
        }

        return Inspections.Contains(operation) ? new HostValue($"{space}::{operation}", isData: false) : Compute($"{space}::{operation}", all);
    }

    private CodeValue CallMethod(CodeValue target, string method, List<CodeValue> arguments, List<(string Name, CodeValue Value)> named)
    {
        switch (target)
        {
            case ObjectValue known when NeuronObjects.Is(known.Target):
                List<CodeValue> all = [.. arguments, .. named.Select(each => each.Value)];
                return method.StartsWith("forward", StringComparison.Ordinal) ? Execute(known, all) : Compute($"neuron::{method}", [.. all, new ArgumentValue("")]);
            case ObjectValue known:
                return CallMethod(known, method, arguments, named);
            case ChoiceValue choice:
                return choice.Options.Select(option => CallMethod(option, method, arguments, named)).Aggregate((one, other) => Either(one, other));
            case ListValue list when method == "append" && arguments.Count == 1:
                list.Items.Add(arguments[0]);
                return new ScalarValue(null);
            default:
                return Compute("prim::CallMethod", [target, .. arguments, .. named.Select(each => each.Value)]);
        }
    }

    private CodeValue CallMethod(ObjectValue target, string method, List<CodeValue> arguments, List<(string Name, CodeValue Value)> named)
    {
        // A class of PyTorch itself has no code in the archive: its methods are the host's.
        var type = target.Target.Class.QualifiedName;
        if (type.StartsWith("__torch__.torch.classes.", StringComparison.Ordinal)) return Compute($"{type["__torch__.torch.classes.".Length..]}::{method}", [.. arguments, new ArgumentValue("")]);

        return _code.RequireClass(type).Methods.TryGetValue(method, out var function)
            ? Enter(function, [target, .. arguments], named)
            : throw _code.Flaw($"the class {FileText.ForPeople(type)} has no method '{FileText.ForPeople(method)}', which forward calls");
    }

    private static CodeValue? FindSubgraph(IEnumerable<CodeValue> arguments) =>
        arguments.FirstOrDefault(argument => Options(argument).Any(option => option is ObjectValue known && NeuronObjects.Is(known.Target)));

    private CodeValue Execute(CodeValue subgraph, IReadOnlyList<CodeValue> arguments)
    {
        var inputs = Flatten(arguments);
        CodeValue? result = null;
        foreach (var option in Options(subgraph).OfType<ObjectValue>().Where(option => NeuronObjects.Is(option.Target)))
        {
            if (_calls.Count == MostCalls) throw new CodeException($"forward executes subgraphs more than {MostCalls} times");

            _calls.Add(new ForwardCall(option.Target, option.Path, inputs));
            var call = _calls.Count - 1;
            var outputs = Enumerable.Range(0, _outputsOf(option.Target)).Select(i => (CodeValue)new OutputValue(call, i)).ToImmutableArray();
            Step(outputs.Length);
            var value = new ListValue([.. outputs]);
            result = result is null ? value : Either(result, value);
        }

        return result!;
    }
}
