using System.CommandLine;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Inspect;

/// <summary><c>inspect</c>: shows what a model file holds. Needs no device and no Neuron library.</summary>
internal sealed class InspectCommand : NodeCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "A TorchScript archive (.pt, .pth, .ts), a .neff, an .onnx, a .sim.json, or a folder with a model.json.",
        HelpName = "file",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object, also for a file that cannot be read.",
    };

    public InspectCommand()
        : base("inspect", "Shows what a model file holds: subgraphs, inputs and outputs, hashes, target, and what its forward does.")
    {
        Add(_file);
        Add(_json);
        SetAction(parsed => InspectProgram.Run(
            parsed.GetValue(_file)!,
            parsed.GetValue(_json),
            Console.Out,
            Console.Error,
            Terminal.ForOutput));
    }

    public override string Example => "inspect samples/mnist/mnist.onnx --json";
}
