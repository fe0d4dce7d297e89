namespace NeuronActors.NativeRuntime;

/// <summary>What executes subgraphs in this process.</summary>
public enum RuntimeKind
{
    /// <summary>ONNX Runtime on the CPU; the cores are virtual.</summary>
    Cpu,

    /// <summary>Nothing is computed: memory, times and faults follow a script. The cores are imagined.</summary>
    Simulated,

    /// <summary>AWS's <c>libnrt</c> on real NeuronCores.</summary>
    Nrt,
}
