using System.Collections.Immutable;
using CsCheck;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

/// <summary>
/// Whatever subgraphs a model has: gathering tensors by the indices of the flow gives each stage the same tensors as looking
/// them up by name in a dictionary that every stage overwrites its outputs in.
/// </summary>
public sealed class ModelFlowPropertySpecs
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    private static readonly Gen<ModelPackage> Packages =
        from stages in (
            from inputs in Gen.Int[0, Names.Length - 1].Select(i => Names[i]).Array[0, 4]
            from outputs in Gen.Shuffle(Names)
            from count in Gen.Int[0, 4]
            select (Inputs: inputs, Outputs: outputs[..count])).Array[0, 6]
        from answers in Gen.Shuffle(Names)
        from answerCount in Gen.Int[0, 3]
        select Package(stages, answers[..answerCount]);

    [Fact]
    public void Indices_lead_to_the_same_tensors_as_names() => Packages.Sample(package =>
    {
        var flow = new ModelFlow(package, [.. package.Subgraphs.Select(SignatureOf)]);

        Assert.Equal(ByName(package), ByIndex(package, flow));
    });

    // A stage's own names are i0, i1, … and o0, o1, …; the maps give them their names in the flow. One type and shape fits all.
    private static ModelPackage Package((string[] Inputs, string[] Outputs)[] stages, string[] answers)
    {
        var produced = stages.SelectMany(stage => stage.Outputs).ToHashSet();
        var subgraphs = stages.Select((stage, i) => new SubgraphFile($"s{i}", $"/s{i}.onnx", SubgraphFormat.Onnx)
        {
            InputNames = Numbered("i", stage.Inputs),
            OutputNames = Numbered("o", stage.Outputs),
        });
        return new ModelPackage("/m", "m", [.. subgraphs]) { Outputs = [.. answers.Where(produced.Contains)] };
    }

    private static ImmutableDictionary<string, string> Numbered(string prefix, string[] names) =>
        Enumerable.Range(0, names.Length).ToImmutableDictionary(i => $"{prefix}{i}", i => names[i]);

    private static SubgraphSignature SignatureOf(SubgraphFile subgraph) => new(
        [.. subgraph.InputNames.Keys.Order().Select(name => new TensorSpec(name, ElementType.Float32, new TensorShape(1)))],
        [.. subgraph.OutputNames.Keys.Order().Select(name => new TensorSpec(name, ElementType.Float32, new TensorShape(1)))]);

    /// <summary>What each stage is given, and what the model answers, each tensor written as where it was made.</summary>
    private static string[] ByName(ModelPackage package)
    {
        var tensors = new Dictionary<string, string>();
        var log = new List<string>();
        foreach (var subgraph in package.Subgraphs)
        {
            foreach (var (own, name) in subgraph.InputNames.OrderBy(pair => pair.Key))
            {
                log.Add($"{subgraph.Name}.{own} = {tensors.GetValueOrDefault(name, name)}");
            }

            foreach (var (own, name) in subgraph.OutputNames) tensors[name] = $"{subgraph.Name}.{own}";
        }

        var last = package.Subgraphs.IsEmpty ? [] : package.Subgraphs[^1].OutputNames.OrderBy(pair => pair.Key).Select(pair => pair.Value);
        foreach (var answer in package.Outputs.IsEmpty ? last : package.Outputs) log.Add($"{answer} = {tensors[answer]}");
        return [.. log];
    }

    private static string[] ByIndex(ModelPackage package, ModelFlow flow)
    {
        var inputs = flow.Signature.Inputs.Select(input => input.Name).ToArray();
        string Find(TensorSource source) =>
            source.Stage == TensorSource.ModelInput ? inputs[source.Index] : $"{package.Subgraphs[source.Stage].Name}.o{source.Index}";

        Assert.Equal(inputs.Distinct(), inputs);
        var stages = package.Subgraphs.Zip(
            flow.StageInputs,
            (subgraph, sources) => sources.Select((source, i) => $"{subgraph.Name}.i{i} = {Find(source)}"));
        var answers = flow.Outputs.Zip(flow.Signature.Outputs, (source, output) => $"{output.Name} = {Find(source)}");
        return [.. stages.SelectMany(stage => stage), .. answers];
    }
}
