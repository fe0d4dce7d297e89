using NeuronActors.Node.Demo;

namespace NeuronActors.Node.Tests.Client;

/// <summary>Files that the program carries.</summary>
internal static class SampleFiles
{
    /// <summary>A handwritten seven, as the net takes it.</summary>
    public static readonly string Seven = Path.Combine(DemoOptions.DigitsFolder, "digit-7.npy");

    /// <summary>Reference logits of 256 digits, written by NumPy.</summary>
    public static readonly string Logits = Path.Combine(DemoOptions.DigitsFolder, "mnist-256-logits.npy");
}
