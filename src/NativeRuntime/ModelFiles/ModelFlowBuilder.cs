using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>Follows the tensors of a model from its inputs to its outputs, one step after the other. Used once.</summary>
internal sealed class ModelFlowBuilder(ModelPackage package, ImmutableArray<ModelStep> steps, ImmutableArray<SubgraphSignature> signatures)
{
    private readonly FlowDimensions _dimensions = new([.. steps.Select(step => package.Subgraphs[step.Subgraph])]);
    private readonly Dictionary<string, TensorSource> _produced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _inputIndices = new(StringComparer.Ordinal);
    private readonly List<ModelInput> _inputs = [];

    public (SubgraphSignature, ImmutableArray<ImmutableArray<TensorSource>> StageInputs, ImmutableArray<TensorSource> Outputs) Build()
    {
        var stageInputs = ImmutableArray.CreateBuilder<ImmutableArray<TensorSource>>(signatures.Length);
        for (var stage = 0; stage < signatures.Length; stage++)
        {
            RefuseUnknownNames(stage, "input", steps[stage].InputNames, signatures[stage].Inputs);
            RefuseUnknownNames(stage, "output", steps[stage].OutputNames, signatures[stage].Outputs);

            var current = stage;
            stageInputs.Add([.. signatures[stage].Inputs.Select(input => FindSource(current, input))]);
            AddOutputs(stage);
        }

        var outputNames = OutputNames();
        var outputs = outputNames.Select(FindOutput).ToImmutableArray();
        var signature = new SubgraphSignature(
            [.. _inputs.Select(input => _dimensions.Describe(input.Stage, input.Spec, input.FlowName))],
            [.. outputs.Zip(outputNames, (source, name) => _dimensions.Describe(source.Stage, SpecOf(source), name))]);
        return (signature, stageInputs.MoveToImmutable(), outputs);
    }

    private TensorSource FindSource(int stage, TensorSpec spec)
    {
        var name = steps[stage].InputNames.GetValueOrDefault(spec.Name, spec.Name);
        if (_produced.TryGetValue(name, out var source))
        {
            RefuseUnless(AreCompatible(spec, SpecOf(source)), stage, spec, name, source.Stage, SpecOf(source), "output");
            _dimensions.Join(source.Stage, SpecOf(source), stage, spec);
            return source;
        }

        if (_inputIndices.TryGetValue(name, out var index))
        {
            var first = _inputs[index];
            RefuseUnless(AreSame(spec, first.Spec), stage, spec, name, first.Stage, first.Spec, "input");
            _dimensions.Join(first.Stage, first.Spec, stage, spec);
            return new TensorSource(TensorSource.ModelInput, index);
        }

        _inputIndices.Add(name, _inputs.Count);
        _inputs.Add(new ModelInput(stage, spec, name));
        return new TensorSource(TensorSource.ModelInput, _inputs.Count - 1);
    }

    private void AddOutputs(int stage)
    {
        var mine = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < signatures[stage].Outputs.Length; i++)
        {
            var name = FlowNameOfOutput(stage, i);
            if (!mine.Add(name)) throw Error($"subgraph '{NameOf(stage)}' gives two outputs the name '{name}'");
            _produced[name] = new TensorSource(stage, i);
        }
    }

    private ImmutableArray<string> OutputNames()
    {
        if (!package.Outputs.IsDefaultOrEmpty || signatures.IsEmpty) return package.Outputs.IsDefault ? [] : package.Outputs;

        var last = signatures.Length - 1;
        return [.. Enumerable.Range(0, signatures[last].Outputs.Length).Select(i => FlowNameOfOutput(last, i))];
    }

    private TensorSource FindOutput(string name)
    {
        if (_produced.TryGetValue(name, out var source)) return source;

        var known = _produced.Count == 0 ? "none" : string.Join(", ", _produced.Keys.Order(StringComparer.Ordinal).Select(n => $"'{n}'"));
        throw Error($"no subgraph gives the model's output '{name}'; there is {known}");
    }

    private string FlowNameOfOutput(int stage, int index)
    {
        var own = signatures[stage].Outputs[index].Name;
        return steps[stage].OutputNames.GetValueOrDefault(own, own);
    }

    private TensorSpec SpecOf(TensorSource source) => signatures[source.Stage].Outputs[source.Index];

    private void RefuseUnknownNames(
        int stage, string kind, ImmutableDictionary<string, string> renamed, ImmutableArray<TensorSpec> specs)
    {
        foreach (var name in renamed.Keys.Order(StringComparer.Ordinal))
        {
            if (specs.Any(spec => string.Equals(spec.Name, name, StringComparison.Ordinal))) continue;

            var known = specs.IsEmpty ? "none" : string.Join(", ", specs.Select(spec => $"'{spec.Name}'"));
            throw Error($"subgraph '{NameOf(stage)}' has no {kind} '{name}' to rename; it has {known}");
        }
    }

    private void RefuseUnless(bool fits, int stage, TensorSpec spec, string flowName, int otherStage, TensorSpec other, string otherKind)
    {
        if (fits) return;

        throw Error(
            $"tensor '{flowName}' is input {spec} of subgraph '{NameOf(stage)}', "
            + $"and {otherKind} {other} of subgraph '{NameOf(otherStage)}'");
    }

    private static bool AreSame(TensorSpec one, TensorSpec two) => one.ElementType == two.ElementType && one.Shape == two.Shape;

    // A dynamic dimension goes with any size: whether the sizes meet is known only when a request runs.
    private static bool AreCompatible(TensorSpec one, TensorSpec two) =>
        one.ElementType == two.ElementType
        && one.Shape.Rank == two.Shape.Rank
        && one.Shape.Dimensions.Zip(two.Shape.Dimensions).All(pair =>
            pair.First == pair.Second || pair.First == TensorShape.Dynamic || pair.Second == TensorShape.Dynamic);

    private string NameOf(int stage) => package.Subgraphs[steps[stage].Subgraph].Name;

    private ModelFileException Error(string message) => new(package.Path, message);

    private sealed record ModelInput(int Stage, TensorSpec Spec, string FlowName);
}
