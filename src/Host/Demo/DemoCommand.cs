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
        Description = "What executes: cpu (ONNX Runtime), simulated (imagined cores, nothing is computed) or nrt (real NeuronCores, with --model).",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<string?> _library = new("--nrt-library")
    {
        Description = "With --runtime nrt: the file of libnrt. By default it is looked for where it usually is.",
        HelpName = "file",
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "With --runtime nrt: the digit net, compiled for this machine. A .neff, or a folder with a model.json, that takes "
            + "image FP32 [1, 1, 28, 28] and gives logits FP32 [1, 10].",
        HelpName = "path",
    };

    public DemoCommand()
        : base("demo", "Reads 256 handwritten digits on virtual cores, and moves the model between cores while it serves.")
    {
        _runtime.AcceptOnlyFromAmong("cpu", "simulated", "nrt");
        Add(_cores);
        Add(_runtime);
        Add(_library);
        Add(_model);
        Validators.Add(CheckNrt);
        SetAction((parsed, cancellationToken) => DemoProgram.RunAsync(
            new DemoOptions(
                Enum.Parse<RuntimeKind>(parsed.GetValue(_runtime)!, ignoreCase: true),
                parsed.GetValue(_cores))
            {
                NrtLibrary = parsed.GetValue(_library),
                Model = parsed.GetValue(_model) is { } model ? Path.GetFullPath(model) : null,
            },
            Terminal.ForOutput(),
            Console.Error,
            cancellationToken));
    }

    public override string Example => "demo --cores 8";

    private void CheckNrt(CommandResult result)
    {
        var isNrt = result.GetValue(_runtime) == "nrt";
        if (isNrt && result.GetValue(_model) is null)
        {
            result.AddError("--runtime nrt needs --model: the digit net as a NEFF, compiled for this machine.");
        }

        if (!isNrt && (result.GetValue(_model) ?? result.GetValue(_library)) is not null)
        {
            result.AddError("--model and --nrt-library are for --runtime nrt.");
        }
    }

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
