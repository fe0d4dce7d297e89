using System.CommandLine;
using NeuronActors.Node.CommandLine;

namespace NeuronActors.Node.Doctor;

/// <summary><c>doctor</c>: looks at a machine as its first user would want it looked at, and says what is missing and what to do next.</summary>
internal sealed class DoctorCommand : NodeCommand
{
    private readonly Option<string?> _neff = new("--neff")
    {
        Description = "Load every subgraph of this file onto visible core 0, run it, and measure write, execute and read. Takes the visible cores meanwhile.",
        HelpName = "file",
    };

    private readonly Option<string?> _library = new("--library")
    {
        Description = "The file of libnrt. By default libnrt.so.1 is looked for by the loader's rules, then in /opt/aws/neuron/lib.",
        HelpName = "file",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object: a report to send on." };

    private readonly Option<string> _root = new("--root")
    {
        Description = "Below what folder sys, proc and dev are looked for: that of a container, or of a copy from another machine.",
        HelpName = "folder",
        DefaultValueFactory = _ => "/",
    };

    public DoctorCommand()
        : base("doctor", "Looks at driver, devices, library, cores, environment and memory of this machine, and says what is missing.")
    {
        Add(_neff);
        Add(_library);
        Add(_json);
        Add(_root);
        SetAction((parsed, _) => Task.FromResult(DoctorProgram.Run(
            new DoctorOptions(parsed.GetValue(_library), parsed.GetValue(_neff), parsed.GetValue(_root)!, parsed.GetValue(_json)),
            Console.Out,
            Environment.GetEnvironmentVariable)));
    }

    public override string Example => "doctor --neff model.neff";
}
