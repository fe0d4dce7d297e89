namespace NeuronActors.NativeRuntime.ModelFiles.Inspection;

/// <summary>The kinds of model files.</summary>
public enum ModelFormat
{
    /// <summary>An archive of <c>torch.jit.save</c>.</summary>
    TorchScript,

    /// <summary>A compiled Neuron graph by itself.</summary>
    Neff,

    /// <summary>An ONNX graph.</summary>
    Onnx,

    /// <summary>A description for the simulator.</summary>
    Simulated,

    /// <summary>A folder with a <c>model.json</c>.</summary>
    Folder,
}
