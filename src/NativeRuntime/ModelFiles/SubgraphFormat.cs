namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>What kind of file a subgraph comes from.</summary>
public enum SubgraphFormat
{
    /// <summary>An ONNX graph, <c>.onnx</c>.</summary>
    Onnx,

    /// <summary>A compiled Neuron graph, <c>.neff</c>.</summary>
    Neff,

    /// <summary>A description for the simulator, <c>.sim.json</c>.</summary>
    Simulated,
}
