using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace NeuronActors.Benchmarks.Lab;

/// <summary>The MNIST net on ONNX Runtime's own API, one image a call, from bytes to bytes. Thread-safe.</summary>
internal sealed class BareMnist : IDisposable
{
    private const int Pixels = 28 * 28;

    private static readonly string[] InputNames = ["image"];
    private static readonly string[] OutputNames = ["logits"];
    private static readonly long[] Shape = [1, 1, 28, 28];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    public BareMnist()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(Fixtures.Mnist, options);
    }

    public byte[] Run(ReadOnlySpan<byte> image)
    {
        var pixels = ArrayPool<float>.Shared.Rent(Pixels);
        image.CopyTo(MemoryMarshal.AsBytes(pixels.AsSpan(0, Pixels)));
        byte[] logits;
        using (var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels.AsMemory(0, Pixels), Shape))
        using (var results = _session.Run(_runOptions, InputNames, [input], OutputNames))
        {
            logits = MemoryMarshal.AsBytes(results[0].GetTensorDataAsSpan<float>()).ToArray();
        }

        ArrayPool<float>.Shared.Return(pixels);
        return logits;
    }

    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }
}
