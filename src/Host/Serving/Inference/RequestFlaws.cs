namespace NeuronActors.Node.Serving.Inference;

/// <summary>What can be wrong with a request on any front end, in the words that all of them use.</summary>
internal static class RequestFlaws
{
    public static ServingException NoInputName() => Wrong("An input has no 'name'.");

    public static ServingException NoOutputName() => Wrong("An output has no 'name'.");

    public static ServingException NoType(string input) => Wrong($"Input '{input}' has no 'datatype'.");

    public static ServingException UnknownType(string? type) => Wrong(
        $"'{type}' is no datatype; there are BOOL, UINT8 to UINT64, INT8 to INT64, FP16, BF16, FP32, FP64 and BYTES.");

    public static ServingException NegativeDimension(long dimension) => Wrong($"A dimension is {dimension}, and must not be negative.");

    public static ServingException ShapeTooLarge(string? input, ImmutableArray<long> shape) =>
        OfInput(input, $"[{string.Join(", ", shape)}] has more elements than memory can hold.");

    public static ServingException TooFewElements(string? input, long given, long count) =>
        OfInput(input, $"there are {given} elements, and its shape is {count}.");

    public static ServingException TooManyElements(string? input, long count) =>
        OfInput(input, $"there are more than the {count} elements of its shape.");

    public static ServingException NoElement(string? input, string text, ElementType type) => OfInput(input, $"{text} is no {type.OipName()}.");

    public static ServingException NoCount(string parameter) => Wrong($"'{parameter}' must be a whole number that is not negative.");

    public static ServingException NotDoneHere(string parameter) =>
        new(ServingError.Unsupported($"'{parameter}' is not supported by this server."));

    public static ServingException OfInput(string? input, string flaw) => Wrong($"Input '{input}': {flaw}");

    /// <summary>How many elements a shape without open dimensions has.</summary>
    /// <exception cref="ServingException">More than can be counted.</exception>
    public static long CountOf(string? input, ImmutableArray<long> shape)
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            if (dimension != 0 && count > long.MaxValue / dimension) throw ShapeTooLarge(input, shape);
            count *= dimension;
        }

        return count;
    }

    private static ServingException Wrong(string message) => new(ServingError.Invalid(message));
}
