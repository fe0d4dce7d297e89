using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// The device memory that one request at a time is executed in: a tensor for each input, state and output, and the sets of them. An output that
/// changes a state is the tensor of that state.
/// </summary>
internal sealed class NrtSlot(TensorSetHandle inputSet, TensorSetHandle outputSet, TensorHandle[] inputs, TensorHandle[] states, TensorHandle[] outputs) : IDisposable
{
    public TensorSetHandle InputSet => inputSet;

    public TensorSetHandle OutputSet => outputSet;

    /// <summary>In the order of the signature.</summary>
    public TensorHandle[] Inputs => inputs;

    /// <summary>In the order of the file; written once, by the load.</summary>
    public TensorHandle[] States => states;

    /// <summary>In the order of the signature.</summary>
    public TensorHandle[] Outputs => outputs;

    public void Dispose()
    {
        foreach (var handle in All()) handle.Dispose();
    }

    /// <summary>Leaves everything to the end of the process.</summary>
    public void Abandon()
    {
        foreach (var handle in All()) handle.Abandon();
    }

    private IEnumerable<NrtHandle> All() => [inputSet, outputSet, .. inputs, .. states, .. outputs];
}
