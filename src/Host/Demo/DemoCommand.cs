using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Demo;

/// <summary><c>demo</c>: shows on this machine, without any chip, what the runtime does, and checks everything it shows.</summary>
internal sealed class DemoCommand : NodeCommand
{
    private readonly Option<int> _cores = new("--cores")
    {
        Description = $"How many virtual cores to use, {DemoOptions.MinCores} to {DemoOptions.MaxCores}.",
        HelpName = "count",
        DefaultValueFactory = _ => DemoOptions.MinCores,
        CustomParser = ParseCores,
    };

    private readonly Option<string> _runtime = new("--runtime")
    {
        Description = "What executes: cpu (ONNX Runtime) or simulated (imagined cores, nothing is computed).",
        DefaultValueFactory = _ => "cpu",
    };

    public DemoCommand()
        : base("demo", "Reads 256 handwritten digits on virtual cores, and moves the model between cores while it serves.")
    {
        _runtime.AcceptOnlyFromAmong("cpu", "simulated");
        Add(_cores);
        Add(_runtime);
        SetAction((parsed, cancellationToken) => DemoProgram.RunAsync(
            new DemoOptions(
                parsed.GetValue(_runtime) == "simulated" ? RuntimeKind.Simulated : RuntimeKind.Cpu,
                parsed.GetValue(_cores)),
            Terminal.ForOutput(),
            Console.Error,
            cancellationToken));
    }

    public override string Example => "demo --cores 8";

    private static int ParseCores(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cores)
            && cores is >= DemoOptions.MinCores and <= DemoOptions.MaxCores)
        {
            return cores;
        }

        result.AddError($"--cores is '{text}', and must be a number from {DemoOptions.MinCores} to {DemoOptions.MaxCores}.");
        return 0;
    }
}
