using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Client.Bench;

/// <summary>
/// Inputs made up from what a model says it takes: real numbers from 0 to 1, whole ones 0 or 1, so that they do as indices too, and texts of one
/// letter.
/// </summary>
internal static class SyntheticInputs
{
    /// <param name="model">The model.</param>
    /// <param name="shapes">Shapes by input, for dimensions that the model leaves open; what is not said is 1.</param>
    /// <exception cref="ClientException">A shape is none that the model takes.</exception>
    public static ImmutableArray<NamedTensor> Of(ModelMetadata model, IReadOnlyDictionary<string, TensorShape> shapes)
    {
        foreach (var name in shapes.Keys)
        {
            if (model.Inputs.Any(input => input.Name == name)) continue;

            var meant = CommandLine.Suggestion.For(name, model.Inputs.Select(input => input.Name)) is { } near ? $" Did you mean '{near}'?" : "";
            throw ClientException.Usage($"'{model.Name}' has no input '{name}'; it takes {string.Join(", ", model.Inputs)}.{meant}");
        }

        var random = new Random(1);
        return [.. model.Inputs.Select(input => new NamedTensor(input.Name, Make(input, ShapeOf(input, shapes), random)))];
    }

    private static TensorShape ShapeOf(ModelMetadata.TensorInfo input, IReadOnlyDictionary<string, TensorShape> shapes)
    {
        var own = new TensorShape(input.Shape);
        if (!shapes.TryGetValue(input.Name, out var given)) return new TensorShape(input.Shape.Select(dimension => dimension == TensorShape.Dynamic ? 1 : dimension).ToImmutableArray());

        return own.Accepts(given) ? given : throw ClientException.Usage($"--shape gives '{input.Name}' {given}, and the model takes {own}.");
    }

    private static Tensor Make(ModelMetadata.TensorInfo input, TensorShape shape, Random random)
    {
        var (type, count) = (input.TypeOf(), shape.ElementCount);
        if (count * Math.Max(1, type.Size()) > int.MaxValue) throw ClientException.Usage($"'{input.Name}' {shape} is too large to be made up.");
        if (type == ElementType.Bytes) return Tensor.FromStrings([.. Enumerable.Repeat("a", (int)count)], shape.Dimensions.AsSpan());
        if (type == ElementType.Float32) return Tensor.From(Fill<float>(count, random.NextSingle), shape.Dimensions.AsSpan());
        if (type == ElementType.Float64) return Tensor.From(Fill<double>(count, random.NextDouble), shape.Dimensions.AsSpan());
        if (type == ElementType.Float16) return Tensor.From(Fill<Half>(count, () => (Half)random.NextSingle()), shape.Dimensions.AsSpan());
        if (type == ElementType.BFloat16)
        {
            var reals = Fill<ushort>(count, () => Infer.BFloat16.FromSingle(random.NextSingle()));
            return new Tensor(type, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(reals.AsSpan()).ToArray());
        }

        // Little-endian: the first byte of an element is its low one, and 0 or 1 there is 0 or 1.
        var whole = new byte[count * type.Size()];
        for (var at = 0; at < whole.Length; at += type.Size()) whole[at] = (byte)random.Next(2);
        return new Tensor(type, shape, whole);
    }

    private static T[] Fill<T>(long count, Func<T> next)
    {
        var values = new T[count];
        for (var i = 0; i < values.Length; i++) values[i] = next();
        return values;
    }
}
