using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Code;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript;

/// <summary>
/// Names for the tensors of a chain, so that they flow from subgraph to subgraph by name as in any other model. The model's inputs and outputs
/// keep the names that its subgraphs give them where no two are the same, and are called input0, input1, … or output0, output1, … where
/// they are.
/// </summary>
/// <remarks>
/// A parameter of the module that forward hands to a subgraph is no input of the model, nor the output that shares its memory an output, unless
/// forward answers with it: replicas have them from the file.
/// </remarks>
internal sealed class TorchScriptFlow
{
    private readonly ImmutableArray<TorchScriptSubgraph> _subgraphs;
    private readonly ForwardResult _forward;
    private readonly Func<string, ModelFileException> _flaw;
    private readonly Dictionary<string, string> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Call, int Index), string> _outputs = [];

    private TorchScriptFlow(TorchScriptModel model, Func<string, ModelFileException> flaw)
    {
        _subgraphs = model.Subgraphs;
        _forward = model.Forward;
        _flaw = flaw;
    }

    /// <summary>The steps of a chain and the names of what it answers with; or why it cannot run as one.</summary>
    public static (ImmutableArray<ModelStep> Steps, ImmutableArray<string> Outputs, string? WhyNot) Of(TorchScriptModel model, Func<string, ModelFileException> flaw) =>
        new TorchScriptFlow(model, flaw).Build();

    private (ImmutableArray<ModelStep>, ImmutableArray<string>, string?) Build()
    {
        var calls = _forward.Calls.Select((call, i) => (Subgraph: IndexOf(call), Inputs: InputsOf(call, i))).ToArray();
        var foreign = _forward.Answer.FirstOrDefault(value => value is not OutputValue);
        if (foreign is not null) return ([], [], $"its forward answers with {Describe(foreign)}, which no subgraph produces");
        if (_forward.Answer.IsEmpty) return ([], [], "its forward answers with no tensor");
        if (Unsettled(calls) is { } reason) return ([], [], reason);

        NameInputs(calls);
        ImmutableArray<OutputValue> answers = [.. _forward.Answer.Cast<OutputValue>().DistinctBy(output => (output.Call, output.Index))];
        NameOutputs(answers);
        var steps = calls.Select((call, i) => new ModelStep(call.Subgraph, InputNames(call.Subgraph, call.Inputs), OutputNames(call.Subgraph, i)));
        return ([.. steps], [.. answers.Select(NameOf)], null);
    }

    // One replica serves every execution of its subgraph, so it cannot have one parameter in the first and another in the second.
    private string? Unsettled((int Subgraph, ImmutableArray<CodeValue> Inputs)[] calls)
    {
        foreach (var (subgraph, inputs) in calls)
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                if (inputs[i] is not StoredValue || _subgraphs[subgraph].IsState(i)) continue;
                return $"its forward gives {Describe(inputs[i])} to '{_subgraphs[subgraph].Name}' in one execution and something else in another, or it is of a kind that cannot be read";
            }
        }

        return null;
    }

    private int IndexOf(ForwardCall call)
    {
        for (var i = 0; i < _subgraphs.Length; i++)
        {
            if (_subgraphs[i].Object == call.Target) return i;
        }

        throw new InvalidOperationException("Every call is of a subgraph of the archive.");
    }

    // A list of tensors that is handed on as it came counts as one value, and is as long as the subgraph needs.
    private ImmutableArray<CodeValue> InputsOf(ForwardCall call, int index)
    {
        var wanted = _subgraphs[IndexOf(call)].Meta.Inputs.Length;
        if (call.Inputs.Length == wanted) return call.Inputs;
        if (call.Inputs is [ArgumentValue list]) return [.. Enumerable.Range(0, wanted).Select(i => new ArgumentValue($"{list.Path}[{i}]"))];

        throw _flaw($"forward gives {call.Inputs.Length} tensors to '{call.Path}' in its execution {index + 1}, and its metaneff describes {wanted} inputs");
    }

    private void NameInputs((int Subgraph, ImmutableArray<CodeValue> Inputs)[] calls)
    {
        var own = new List<(string Source, string Name)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (subgraph, inputs) in calls)
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                if (inputs[i] is ArgumentValue argument && seen.Add(argument.Path)) own.Add((argument.Path, SpecOf(subgraph, i).Name));
            }
        }

        var distinct = own.DistinctBy(each => each.Name, StringComparer.Ordinal).Count() == own.Count;
        for (var i = 0; i < own.Count; i++) _inputs.Add(own[i].Source, distinct ? own[i].Name : $"input{i}");
    }

    private void NameOutputs(ImmutableArray<OutputValue> own)
    {
        var names = own.Select(output => _subgraphs[IndexOf(_forward.Calls[output.Call])].Meta.Outputs[output.Index].Spec.Name).ToArray();
        var taken = names.Concat(_inputs.Values).ToArray();
        var distinct = taken.Distinct(StringComparer.Ordinal).Count() == taken.Length;
        for (var i = 0; i < own.Length; i++) _outputs.Add((own[i].Call, own[i].Index), distinct ? names[i] : Free($"output{i}"));
    }

    private string Free(string name)
    {
        while (_inputs.ContainsValue(name)) name += "'";
        return name;
    }

    private ImmutableDictionary<string, string> InputNames(int subgraph, ImmutableArray<CodeValue> inputs) =>
        inputs.Select((input, i) => (Own: SpecOf(subgraph, i).Name, Name: NameOf(input)))
            .Where(pair => pair.Name is not null)
            .Select(pair => (pair.Own, Name: pair.Name!))
            .ToImmutableDictionary(pair => pair.Own, pair => pair.Name, StringComparer.Ordinal);

    private ImmutableDictionary<string, string> OutputNames(int subgraph, int call) =>
        _subgraphs[subgraph].Meta.Outputs
            .Select((output, i) => (Own: output.Spec.Name, Name: NameOf(new OutputValue(call, i)), IsHidden: _subgraphs[subgraph].IsHidden(i)))
            .Where(output => !output.IsHidden)
            .ToImmutableDictionary(pair => pair.Own, pair => pair.Name, StringComparer.Ordinal);

    /// <summary>The name of what an input is given; null for what comes from the file.</summary>
    private string? NameOf(CodeValue input) => input switch
    {
        OutputValue output => NameOf(output),
        ArgumentValue argument => _inputs[argument.Path],
        _ => null,
    };

    // What stays within the model is told apart by where it comes from; a subgraph may run several times.
    private string NameOf(OutputValue output)
    {
        if (_outputs.TryGetValue((output.Call, output.Index), out var name)) return name;

        var call = _forward.Calls[output.Call];
        var own = _subgraphs[IndexOf(call)].Meta.Outputs[output.Index].Spec.Name;
        return $"{call.Path}.{own}#{output.Call + 1}";
    }

    private TensorSpec SpecOf(int subgraph, int input) => _subgraphs[subgraph].Meta.Inputs[input].Spec;

    private static string Describe(CodeValue value) => value switch
    {
        ArgumentValue argument => $"its argument '{argument.Path}'",
        StoredValue stored => $"the parameter '{stored.Path}'",
        _ => "a value of the host",
    };
}
