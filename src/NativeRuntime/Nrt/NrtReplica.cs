using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Nrt.Interop;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// A replica on a NeuronCore. An execution is three calls: inputs to the device, run, outputs back into the arrays that the answer owns. It
/// makes no garbage besides the answer.
/// </summary>
internal sealed class NrtReplica(
    NrtCalls calls, ModelHandle model, NrtCore core, NrtSignature signature, NrtSlots slots, NrtReplicaSetup setup) : ILoadedSubgraph
{
    private int _unloaded;

    public VisibleCoreIndex Core => core.Index;

    public SubgraphSignature Signature => signature.Signature;

    public long MemoryBytes => setup.MemoryBytes;

    public string Name => setup.Name;

    public ModelHandle Model => model;

    public ImmutableArray<NamedTensor> Execute(ReadOnlySpan<NamedTensor> inputs)
    {
        Check(inputs);

        // Holds the model, and with it the slots, their sets and their tensors: none of them is freed before this returns. A model that
        // another execution still holds can be held although it is to be unloaded, hence the second look.
        using var borrowed = new Borrow(model);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _unloaded) != 0, this);
        var slot = slots.Take();
        try
        {
            return Run(slot, inputs);
        }
        finally
        {
            slots.Return(slot);
        }
    }

    public void Unload()
    {
        if (Interlocked.Exchange(ref _unloaded, 1) == 0) setup.Unload(this);
    }

    private ImmutableArray<NamedTensor> Run(NrtSlot slot, ReadOnlySpan<NamedTensor> inputs)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < inputs.Length; i++)
        {
            var bytes = inputs[i].Tensor.Data.Span;
            if (bytes.IsEmpty) continue;
            var status = calls.Write(slot.Inputs[i], bytes);
            if (status != NeuronStatus.Success) throw Failed(status, $"input '{signature.Inputs[i].Name}' could not be written");
        }

        var written = Stopwatch.GetTimestamp();
        Judge(calls.Execute(model, slot.InputSet, slot.OutputSet));

        var executed = Stopwatch.GetTimestamp();
        var answer = new NamedTensor[slot.Outputs.Length];
        for (var i = 0; i < answer.Length; i++) answer[i] = Read(slot.Outputs[i], signature.Outputs[i]);

        core.Count(began, written, executed, Stopwatch.GetTimestamp());
        return ImmutableCollectionsMarshal.AsImmutableArray(answer);
    }

    private NamedTensor Read(TensorHandle from, in NrtTensor output)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)output.Bytes);
        if (bytes.Length > 0)
        {
            var status = calls.Read(from, bytes);
            if (status != NeuronStatus.Success) throw Failed(status, $"output '{output.Name}' could not be read");
        }

        return new NamedTensor(output.Name, new Tensor(output.Spec.ElementType, output.Spec.Shape, bytes));
    }

    private void Judge(NeuronStatus status)
    {
        if (status == NeuronStatus.Success) return;
        if (status != NeuronStatus.CompletedWithNumericalError || setup.NumericalErrors == NumericalErrorPolicy.Fail)
        {
            throw Failed(status, $"of {setup.Name}");
        }

        if (core.CountNumericalError())
        {
            setup.Notify?.Invoke(new NrtNotice(
                NrtNoticeKind.NumericalError, $"{setup.Name} on NeuronCore {Core} made NaN ({status.Describe()}), which is accepted. Later ones are only counted"));
        }
    }

    private NeuronRuntimeException Failed(NeuronStatus status, string what)
    {
        core.Judge(status);
        return calls.Error(status, "execute", Core, what);
    }

    // By the loaded model and before anything is written: a request that does not fit leaves no trace on the device.
    private void Check(ReadOnlySpan<NamedTensor> inputs)
    {
        if (inputs.Length != signature.Inputs.Length)
        {
            throw new ArgumentException($"{setup.Name} takes {signature.Inputs.Length} inputs, and {inputs.Length} were given.", nameof(inputs));
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            ref readonly var expected = ref signature.Inputs[i];
            if (!string.Equals(inputs[i].Name, expected.Name, StringComparison.Ordinal) || inputs[i].Tensor.Data.Length != expected.Bytes)
            {
                throw Misfit(inputs[i], expected);
            }
        }
    }

    private NeuronRuntimeException Misfit(NamedTensor given, in NrtTensor expected) => new(
        RuntimeErrorKind.BadRequest,
        "execute",
        $"{setup.Name} takes '{expected.Name}' of {expected.Bytes} bytes here, and '{given.Name}' of {given.Tensor.Data.Length} bytes was given",
        Core,
        status: null);
}
