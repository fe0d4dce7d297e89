using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>One input during an execution: the tensor's own memory, pinned.</summary>
internal sealed class BoundInput
{
    private OrtValue? _value;
    private MemoryHandle _pin;

    public unsafe OrtValue Bind(Tensor tensor)
    {
        if (tensor.ElementType == ElementType.Bytes) return _value = StringTensors.ToOnnx(tensor);

        _pin = tensor.Data.Pin();
        if ((nint)_pin.Pointer % tensor.ElementType.Size() != 0) PinAlignedCopy(tensor);

        _value = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            tensor.ElementType.ToOnnx(),
            ImmutableCollectionsMarshal.AsArray(tensor.Shape.Dimensions)!,
            tensor.Data.IsEmpty ? NoElements.Address : (nint)_pin.Pointer,
            tensor.Data.Length);
        return _value;
    }

    public void Release()
    {
        _value?.Dispose();
        _value = null;
        _pin.Dispose();
        _pin = default;
    }

    // Native code may use instructions that fault on numbers off their alignment, and a slice of a message can begin anywhere.
    private void PinAlignedCopy(Tensor tensor)
    {
        _pin.Dispose();
        _pin = tensor.Data.ToArray().AsMemory().Pin();
    }
}
