using System.Diagnostics;
using Google.Protobuf;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Grpc.Infer;

/// <summary>
/// Makes the message of a result. The outputs are wrapped where they lie, and copied once, when the message is written to the connection.
/// They are always raw: clients read nothing else.
/// </summary>
internal sealed class InferAnswer(string nodeName)
{
    // Shared by all answers, which nobody changes.
    private readonly Wire.InferParameter _node = new() { StringParam = nodeName };

    public Wire.ModelInferResponse Of(string id, in InferenceOutcome outcome)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = new Wire.ModelInferResponse
        {
            ModelName = outcome.Served.Name,
            ModelVersion = outcome.Served.VersionText,
            Id = id,
            Parameters = { { "neuron_core", new Wire.InferParameter { StringParam = outcome.NeuronCore } }, { "neuron_node", NodeOf(outcome) } },
        };
        foreach (var (name, tensor) in outcome.Outputs)
        {
            var output = new Wire.ModelInferResponse.Types.InferOutputTensor { Name = name, Datatype = tensor.ElementType.OipName() };
            foreach (var dimension in tensor.Shape.Dimensions) output.Shape.Add(dimension);
            answer.Outputs.Add(output);
            answer.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(tensor.Data));
        }

        outcome.CountOutput(Stopwatch.GetElapsedTime(begun));
        return answer;
    }

    private Wire.InferParameter NodeOf(in InferenceOutcome outcome) =>
        outcome.NeuronNode is not { } other || other == nodeName ? _node : new Wire.InferParameter { StringParam = other };
}
