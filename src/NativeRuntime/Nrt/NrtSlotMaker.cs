using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Nrt.Interop;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>Allocates the slots of a replica on its own core: a tensor anywhere else would make every execution fail.</summary>
internal sealed class NrtSlotMaker(NrtCalls calls, RuntimeHandle runtime, VisibleCoreIndex core, NrtSignature signature)
{
    /// <exception cref="Errors.NeuronRuntimeException">There is no memory for them; nothing is left allocated.</exception>
    public NrtSlot[] Make(int count)
    {
        List<NrtHandle> made = [];
        try
        {
            var slots = new NrtSlot[count];
            for (var i = 0; i < count; i++) slots[i] = MakeOne(made);
            return slots;
        }
        catch
        {
            foreach (var handle in made) handle.Dispose();
            throw;
        }
    }

    private NrtSlot MakeOne(List<NrtHandle> made)
    {
        var inputSet = Set(made);
        var inputs = Array.ConvertAll(signature.Inputs, input => Tensor(inputSet, input, made));
        var states = Array.ConvertAll(signature.States, state => Tensor(inputSet, state, made));

        var outputSet = Set(made);
        var outputs = Array.ConvertAll(signature.Outputs, output => StateOf(output) ?? Tensor(outputSet, output, made));
        foreach (var output in signature.Outputs.Concat(signature.Hidden))
        {
            if (StateOf(output) is { } state) calls.Add(outputSet, output.Name, state, core);
        }

        return new NrtSlot(inputSet, outputSet, inputs, states, outputs);

        TensorHandle? StateOf(NrtTensor output) => signature.StateOfOutput.TryGetValue(output.Name, out var state) ? states[state] : null;
    }

    private TensorSetHandle Set(List<NrtHandle> made)
    {
        var set = calls.AllocateSet(runtime, core);
        made.Add(set);
        return set;
    }

    private TensorHandle Tensor(TensorSetHandle set, NrtTensor tensor, List<NrtHandle> made)
    {
        var handle = calls.AllocateTensor(runtime, core, tensor.Name, tensor.Bytes, "load");
        made.Add(handle);
        calls.Add(set, tensor.Name, handle, core);
        return handle;
    }
}
