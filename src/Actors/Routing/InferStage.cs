using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Routing;

/// <summary>One stage of a plan.</summary>
/// <param name="Route">Which of the model's subgraphs runs, by its place.</param>
/// <param name="Signature">That subgraph's own signature.</param>
/// <param name="Inputs">Where each of its inputs comes from.</param>
/// <param name="TakesInputsAsGiven">Whether its inputs are the request's, one for one and under the same names, so nothing is gathered.</param>
internal sealed record InferStage(
    int Route, SubgraphSignature Signature, ImmutableArray<TensorSource> Inputs, bool TakesInputsAsGiven)
{
    public static InferStage Make(int route, SubgraphSignature signature, ImmutableArray<TensorSource> inputs, SubgraphSignature whole)
    {
        var asGiven = inputs.Length == whole.Inputs.Length;
        for (var i = 0; asGiven && i < inputs.Length; i++)
        {
            asGiven = inputs[i] == new TensorSource(TensorSource.ModelInput, i) && signature.Inputs[i].Name == whole.Inputs[i].Name;
        }

        return new InferStage(route, signature, inputs, asGiven);
    }
}
