using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>ONNX keeps strings as native objects, so they are the one thing that is copied on the way in.</summary>
internal static class StringTensors
{
    public static OrtValue ToOnnx(Tensor tensor)
    {
        var shape = ImmutableCollectionsMarshal.AsArray(tensor.Shape.Dimensions)!;
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        try
        {
            var i = 0;
            foreach (var element in new BytesElements(tensor.Data)) value.StringTensorSetElementAt(element.Span, i++);
            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    /// <summary>The elements in packed form.</summary>
    public static byte[] FromOnnx(OrtValue value, long count)
    {
        var total = 0L;
        for (var i = 0; i < count; i++) total += sizeof(uint) + value.GetStringElementAsSpan(i).Length;

        var packed = OutputMemory.Allocate(total);
        var at = packed.AsSpan();
        for (var i = 0; i < count; i++)
        {
            var element = value.GetStringElementAsSpan(i);
            BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)element.Length);
            element.CopyTo(at[sizeof(uint)..]);
            at = at[(sizeof(uint) + element.Length)..];
        }

        return packed;
    }
}
