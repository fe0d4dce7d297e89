using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;

/// <summary>
/// Follows the <c>forward</c> of a module through all that it calls, and finds which subgraphs it executes in which order, what each
/// is given, and what else it does. Nothing is computed: a value is only known by where it comes from.
/// </summary>
/// <remarks>
/// The order in which attributes are read says nothing, so every call is entered, arguments first. Where a condition depends on data both
/// sides are followed; a loop of unknown length is followed twice.
/// </remarks>
internal sealed partial class Forward
{
    private const int MostSteps = 1_000_000;
    private const int MostCalls = 100_000;
    private const int Deepest = 200;

    private readonly TorchScriptArchive _archive;
    private readonly CodeLibrary _code;
    private readonly HostOperatorList _host = new();
    private readonly List<ForwardCall> _calls = [];
    private readonly Dictionary<(PickleObject Owner, string Name), CodeValue> _written = [];
    private readonly StoredChanges _changes = new();
    private readonly Func<PickleObject, int> _outputsOf;
    private int _steps;
    private int _depth;

    private Forward(TorchScriptArchive archive, CodeLibrary code, Func<PickleObject, int> outputsOf) =>
        (_archive, _code, _outputsOf) = (archive, code, outputsOf);

    /// <param name="archive">The archive.</param>
    /// <param name="outputsOf">How many outputs a subgraph has.</param>
    /// <exception cref="ModelFileException">The code is missing, damaged, or more than can be followed.</exception>
    public static ForwardResult Follow(TorchScriptArchive archive, Func<PickleObject, int> outputsOf)
    {
        var code = new CodeLibrary(archive.Code, archive.Flaw);
        var root = code.RequireClass(archive.Root.Class.QualifiedName);
        if (!root.Methods.TryGetValue("forward", out var forward)) return ForwardResult.Nothing;

        try
        {
            return new Forward(archive, code, outputsOf).Run(forward);
        }
        catch (CodeException error)
        {
            throw archive.Flaw($"code, {error.Message}");
        }
    }

    private ForwardResult Run(CodeFunction forward)
    {
        var arguments = forward.Parameters.Skip(1).Select(parameter => (CodeValue)new ArgumentValue(parameter.Name));
        var answer = Flatten([Enter(forward, [new ObjectValue(_archive.Root, ""), .. arguments], [])]);
        if (_calls.Count == 0) return ForwardResult.Nothing;

        // What is only about the code, the size of a list say, matters once it becomes a tensor.
        foreach (var value in _calls.SelectMany(call => call.Inputs).Concat(answer).OfType<HostValue>()) _host.Add(value.Operation);
        var calls = _calls.Select(call => call with { Inputs = [.. call.Inputs.Select(_changes.Judge)] });
        return new ForwardResult(_host.Count == 0 ? ForwardKind.Chain : ForwardKind.HostOperators, [.. calls], answer, _host.ToImmutable());
    }

    /// <summary>Follows a function with given arguments, and says what it returns.</summary>
    private CodeValue Enter(CodeFunction function, List<CodeValue> positional, List<(string Name, CodeValue Value)> named)
    {
        if (++_depth > Deepest || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new CodeException($"its calls are nested deeper than {Deepest}");
        if (positional.Count > function.Parameters.Length) throw new CodeException($"{function.Name} in {function.File} takes {function.Parameters.Length} arguments, and is given {positional.Count}");

        var frame = new ForwardFrame(function.File);
        for (var i = 0; i < function.Parameters.Length; i++)
        {
            var (name, standard) = function.Parameters[i];
            frame.Variables[name] =
                i < positional.Count ? positional[i]
                : named.FirstOrDefault(each => each.Name == name).Value
                ?? (standard is null ? throw new CodeException($"{function.Name} in {function.File} is not given its argument '{name}'") : Evaluate(frame, standard));
        }

        Execute(frame, function.Body);
        _depth--;
        return frame.Returned.Count == 0 ? new ScalarValue(null) : frame.Returned.Aggregate((one, other) => Either(one, other));
    }

    private void Step(int count = 1)
    {
        if ((_steps += count) > MostSteps) throw new CodeException($"forward takes more than {MostSteps} steps to follow");
    }

    /// <summary>What may be one or the other, by what the host decides.</summary>
    private static CodeValue Either(CodeValue one, CodeValue other, string decision = "prim::If")
    {
        if (ReferenceEquals(one, other)) return one;

        return (one, other) switch
        {
            (ScalarValue a, ScalarValue b) when Equals(a.Value, b.Value) => one,
            (ObjectValue a, ObjectValue b) when a.Target == b.Target => one,
            (ObjectValue or ChoiceValue, ObjectValue or ChoiceValue) => new ChoiceValue([.. Options(one).Concat(Options(other)).Distinct()]),
            _ => new HostValue(decision, isData: true),
        };
    }

    private static ImmutableArray<CodeValue> Options(CodeValue value) => value is ChoiceValue choice ? choice.Options : [value];

    /// <summary>The values within lists and dictionaries, in order; what is no tensor for certain is left out.</summary>
    private ImmutableArray<CodeValue> Flatten(IEnumerable<CodeValue> values)
    {
        var flat = ImmutableArray.CreateBuilder<CodeValue>();
        foreach (var value in values) Add(value, 0);
        return flat.ToImmutable();

        void Add(CodeValue value, int depth)
        {
            Step();
            if (depth > Deepest) throw new CodeException($"a list holds lists deeper than {Deepest}");

            if (value is ListValue list) list.Items.ForEach(item => Add(item, depth + 1));
            else if (value is DictionaryValue dictionary) dictionary.Items.ForEach(item => Add(item.Value, depth + 1));
            else if (value is not (ScalarValue or ObjectValue or ChoiceValue)) flat.Add(value);
        }
    }
}
