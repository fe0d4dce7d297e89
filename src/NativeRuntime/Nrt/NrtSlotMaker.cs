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
        var (inputSet, inputs) = Allocate(signature.Inputs, made);
        var (outputSet, outputs) = Allocate(signature.Outputs, made);
        return new NrtSlot(inputSet, outputSet, inputs, outputs);
    }

    private (TensorSetHandle Set, TensorHandle[] Tensors) Allocate(NrtTensor[] tensors, List<NrtHandle> made)
    {
        var set = calls.AllocateSet(runtime, core);
        made.Add(set);
        var handles = new TensorHandle[tensors.Length];
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = calls.AllocateTensor(runtime, core, tensors[i].Name, tensors[i].Bytes, "load");
            made.Add(handles[i]);
            calls.Add(set, tensors[i].Name, handles[i], core);
        }

        return (set, handles);
    }
}
