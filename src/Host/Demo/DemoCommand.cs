using System.CommandLine;
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
        _cores.Validators.Add(result =>
        {
            // What is no number at all is refused by the parser itself.
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var cores)
                && cores is < DemoOptions.MinCores or > DemoOptions.MaxCores)
            {
                result.AddError($"--cores is {cores}, and must be {DemoOptions.MinCores} to {DemoOptions.MaxCores}.");
            }
        });
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
}
