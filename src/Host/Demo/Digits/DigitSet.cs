namespace NeuronActors.Node.Demo.Digits;

/// <summary>Handwritten digits, as they go into the net, and what they show.</summary>
internal sealed class DigitSet
{
    /// <summary>The width, and the height, of a digit in pixels.</summary>
    public const int Side = 28;

    private const int Pixels = Side * Side;

    private readonly ReadOnlyMemory<byte> _grey;
    private readonly ReadOnlyMemory<byte> _labels;
    private readonly ImmutableArray<NamedTensor> _inputs;

    /// <summary>Takes images and labels as their files have them.</summary>
    /// <exception cref="InvalidDataException">They do not belong together, or are no digits.</exception>
    public DigitSet(IdxFile images, IdxFile labels)
    {
        if (images.Dimensions is not [var count, Side, Side])
        {
            throw new InvalidDataException($"Digits have {Side} × {Side} pixels, and these are {string.Join(" × ", images.Dimensions)}.");
        }

        if (labels.Dimensions[0] != count) throw new InvalidDataException($"There are {count} digits and {labels.Dimensions[0]} labels.");

        _grey = images.Elements;
        _labels = labels.Elements;

        // One array for all: every request refers to its part, and nothing is copied on the way.
        var values = new float[count * Pixels];
        for (var i = 0; i < values.Length; i++) values[i] = _grey.Span[i] / 255f;
        _inputs = [.. Enumerable.Range(0, count).Select(i => new NamedTensor("image", Tensor.From<float>(values.AsMemory(i * Pixels, Pixels), 1, 1, Side, Side)))];
    }

    public int Count => _inputs.Length;

    /// <summary>Reads the digits of a folder.</summary>
    /// <exception cref="InvalidDataException">A file cannot be understood.</exception>
    public static DigitSet Read(string folder) => new(
        IdxFile.Read(Path.Combine(folder, "mnist-256-images.idx3-ubyte"), rank: 3),
        IdxFile.Read(Path.Combine(folder, "mnist-256-labels.idx1-ubyte"), rank: 1));

    /// <summary>A digit as the net takes it.</summary>
    public NamedTensor Input(int index) => _inputs[index];

    /// <summary>What a digit shows, 0 to 9.</summary>
    public int Label(int index) => _labels.Span[index];

    /// <summary>The grey values of a digit, row by row.</summary>
    public ReadOnlySpan<byte> Grey(int index) => _grey.Span.Slice(index * Pixels, Pixels);

    /// <summary>What the net says: the digit of the largest logit.</summary>
    public static int ReadAnswer(InferCompleted answer)
    {
        var logits = answer["logits"].AsSpan<float>();
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best]) best = i;
        }

        return best;
    }
}
