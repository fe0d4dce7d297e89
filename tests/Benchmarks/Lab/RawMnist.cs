using Microsoft.ML.OnnxRuntime;

namespace NeuronActors.Benchmarks.Lab;

/// <summary>The MNIST net on ONNX Runtime's own API, set up as the CPU runtime sets it up: one session, one thread per call.</summary>
internal sealed class RawMnist : IDisposable
{
    private static readonly string[] InputNames = ["image"];
    private static readonly string[] OutputNames = ["logits"];

    private readonly InferenceSession _session;
    private readonly OrtValue _image;
    private readonly RunOptions _runOptions = new();

    public RawMnist(int batch)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(Fixtures.Mnist, options);
        var pixels = Fixtures.Images(batch)[0].Tensor.AsSpan<float>().ToArray();
        _image = OrtValue.CreateTensorValueFromMemory(pixels, [batch, 1, 28, 28]);
    }

    /// <summary>Runs the net and copies the result out, as every caller has to. Thread-safe.</summary>
    public float[] Run()
    {
        using var results = _session.Run(_runOptions, InputNames, [_image], OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        _runOptions.Dispose();
        _image.Dispose();
        _session.Dispose();
    }
}
