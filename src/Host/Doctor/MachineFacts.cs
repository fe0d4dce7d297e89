using System.Runtime.InteropServices;

namespace NeuronActors.Node.Doctor;

/// <summary>What runs this program.</summary>
internal sealed record MachineFacts(string Os, string Architecture, int Processors, string Runtime, string Program)
{
    public static MachineFacts Here() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        $"neuron-actors {typeof(MachineFacts).Assembly.GetName().Version?.ToString(3)}");
}
