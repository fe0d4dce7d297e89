using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>One output during an execution: the array that the answer will carry, pinned, if its size is known beforehand.</summary>
internal sealed class BoundOutput(TensorSpec spec, OutputShapeRule? rule)
{
    private OrtValue? _value;
    private byte[] _block = [];
    private PinnedGCHandle<byte[]> _pin;
    private TensorShape _shape;
    private bool _isDistrusted;

    /// <summary>Makes the memory for the answer; null when only the execution tells how much it is.</summary>
    public unsafe OrtValue? TryPrepare(ReadOnlySpan<NamedTensor> inputs)
    {
        if (rule is null || _isDistrusted || !rule.TryApply(inputs, _shape, out _shape, out var bytes)) return null;

        _block = OutputMemory.Allocate(bytes);
        _pin = new PinnedGCHandle<byte[]>(_block);
        _value = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            spec.ElementType.ToOnnx(),
            ImmutableCollectionsMarshal.AsArray(_shape.Dimensions)!,
            bytes == 0 ? NoElements.Address : (nint)_pin.GetAddressOfArrayData(),
            bytes);
        return _value;
    }

    /// <summary>The answer in the memory that was made for it.</summary>
    public NamedTensor TakePrepared() => new(spec.Name, new Tensor(spec.ElementType, _shape, _block));

    /// <summary>
    /// The answer, copied out of ONNX Runtime's memory. An output that turns out to have another shape than its rule says is never
    /// prepared again.
    /// </summary>
    /// <param name="value">What the execution made.</param>
    /// <param name="inputs">The inputs that it made it from.</param>
    public NamedTensor Copy(OrtValue value, ReadOnlySpan<NamedTensor> inputs)
    {
        var description = value.GetTensorTypeAndShape();
        var shape = new TensorShape(ImmutableCollectionsMarshal.AsImmutableArray(description.Shape));
        if (rule is not null && rule.TryApply(inputs, shape, out var predicted, out _)) _isDistrusted |= predicted != shape;

        return new NamedTensor(spec.Name, new Tensor(spec.ElementType, shape, CopyElements(value, shape.ElementCount)));
    }

    public void Release()
    {
        _value?.Dispose();
        _value = null;
        _pin.Dispose();
        _block = [];
    }

    private byte[] CopyElements(OrtValue value, long count)
    {
        if (spec.ElementType == ElementType.Bytes) return StringTensors.FromOnnx(value, count);

        var block = OutputMemory.Allocate(count * spec.ElementType.Size());
        if (block.Length > 0) value.GetTensorMutableRawData().CopyTo(block);
        return block;
    }
}
