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
/// A parameter of the module that forward hands to a subgraph is an input of the model too, and the output that shares its memory an
/// output: what a subgraph keeps between calls belongs to the caller here, as one call may run on another core than the next.
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

        NameInputs(calls);
        var answers = Answers(calls);
        NameOutputs(answers);
        var steps = calls.Select((call, i) => new ModelStep(call.Subgraph, InputNames(call.Subgraph, call.Inputs), OutputNames(call.Subgraph, i)));
        return ([.. steps], [.. answers.Select(NameOf)], null);
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
                if (Source(inputs[i]) is { } source && seen.Add(source)) own.Add((source, SpecOf(subgraph, i).Name));
            }
        }

        var distinct = own.DistinctBy(each => each.Name, StringComparer.Ordinal).Count() == own.Count;
        for (var i = 0; i < own.Count; i++) _inputs.Add(own[i].Source, distinct ? own[i].Name : $"input{i}");
    }

    private ImmutableArray<OutputValue> Answers((int Subgraph, ImmutableArray<CodeValue> Inputs)[] calls)
    {
        var answers = _forward.Answer.Cast<OutputValue>().ToList();
        for (var call = 0; call < calls.Length; call++)
        {
            var (meta, inputs) = (_subgraphs[calls[call].Subgraph].Meta, calls[call].Inputs);
            foreach (var (output, input) in meta.Aliases.OrderBy(alias => alias.Key))
            {
                var isState = input >= 0 && input < inputs.Length && inputs[(int)input] is StoredValue;
                if (isState && output >= 0 && output < meta.Outputs.Length) answers.Add(new OutputValue(call, (int)output));
            }
        }

        return [.. answers.DistinctBy(output => (output.Call, output.Index))];
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
        inputs.Select((input, i) => (Own: SpecOf(subgraph, i).Name, Name: input is OutputValue output ? NameOf(output) : _inputs[Source(input)!]))
            .ToImmutableDictionary(pair => pair.Own, pair => pair.Name, StringComparer.Ordinal);

    private ImmutableDictionary<string, string> OutputNames(int subgraph, int call) =>
        _subgraphs[subgraph].Meta.Outputs
            .Select((output, i) => (Own: output.Spec.Name, Name: NameOf(new OutputValue(call, i))))
            .ToImmutableDictionary(pair => pair.Own, pair => pair.Name, StringComparer.Ordinal);

    // What stays within the model is told apart by where it comes from; a subgraph may run several times.
    private string NameOf(OutputValue output)
    {
        if (_outputs.TryGetValue((output.Call, output.Index), out var name)) return name;

        var call = _forward.Calls[output.Call];
        var own = _subgraphs[IndexOf(call)].Meta.Outputs[output.Index].Spec.Name;
        return $"{call.Path}.{own}#{output.Call + 1}";
    }

    private TensorSpec SpecOf(int subgraph, int input) => _subgraphs[subgraph].Meta.Inputs[input].Spec;

    private static string? Source(CodeValue value) => value switch
    {
        ArgumentValue argument => $"argument {argument.Path}",
        StoredValue stored => $"stored {stored.Path}",
        _ => null,
    };

    private static string Describe(CodeValue value) => value switch
    {
        ArgumentValue argument => $"its argument '{argument.Path}'",
        StoredValue stored => $"the parameter '{stored.Path}'",
        _ => "a value of the host",
    };
}
