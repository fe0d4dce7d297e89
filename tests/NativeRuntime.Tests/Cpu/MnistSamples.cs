using System.Runtime.InteropServices;
using System.Text;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

/// <summary>The 256 digits that come with the repository, and what the net should say about them.</summary>
internal static class MnistSamples
{
    public const int Count = 256;
    public const int Classes = 10;
    private const int Pixels = 28 * 28;

    private static readonly float[] Images = ReadImages();

    public static byte[] Labels { get; } = File.ReadAllBytes(PathOf("mnist-256-labels.idx1-ubyte"))[8..];

    public static float[] Logits { get; } = ReadLogits();

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "samples", "mnist", file);

    public static string SplitFolder => Path.Combine(AppContext.BaseDirectory, "samples", "mnist-split");

    /// <summary>Digits <paramref name="first"/> and following as f32[count, 1, 28, 28], in place.</summary>
    public static Tensor Batch(int first, int count) =>
        Tensor.From<float>(Images.AsMemory(first * Pixels, count * Pixels), count, 1, 28, 28);

    private static float[] ReadImages()
    {
        var bytes = File.ReadAllBytes(PathOf("mnist-256-images.idx3-ubyte"))[16..];
        return Array.ConvertAll(bytes, grey => grey / 255f);
    }

    // Version 1 of the npy format: magic, two bytes of version, a 16-bit header length, the header, then the numbers.
    private static float[] ReadLogits()
    {
        var bytes = File.ReadAllBytes(PathOf("mnist-256-logits.npy"));
        var headerLength = BitConverter.ToUInt16(bytes, 8);
        var header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        Assert.Contains("'<f4'", header, StringComparison.Ordinal);
        Assert.Contains("(256, 10)", header, StringComparison.Ordinal);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + headerLength)).ToArray();
    }
}
