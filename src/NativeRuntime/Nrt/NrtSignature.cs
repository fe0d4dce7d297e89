using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// What a loaded model takes and gives. Names and sizes are those of the library; types are those of the file where it says them, and else
/// what <see cref="NrtElementTypes"/> makes of the library's numbers.
/// </summary>
internal sealed class NrtSignature
{
    private NrtSignature(NrtTensor[] inputs, NrtTensor[] states, NrtTensor[] outputs, NrtTensor[] hidden, ImmutableArray<StateUpdate> updates)
    {
        Inputs = inputs;
        States = states;
        Outputs = outputs;
        Hidden = hidden;
        Signature = new SubgraphSignature([.. inputs.Select(tensor => tensor.Spec)], [.. outputs.Select(tensor => tensor.Spec)]);
        StateOfOutput = updates.ToDictionary(
            update => update.Output.Name, update => Array.FindIndex(states, state => state.Name == update.State), StringComparer.Ordinal);
    }

    /// <summary>In the order of <see cref="Signature"/>.</summary>
    public NrtTensor[] Inputs { get; }

    /// <summary>The inputs that come from the file, in its order.</summary>
    public NrtTensor[] States { get; }

    /// <summary>In the order of <see cref="Signature"/>.</summary>
    public NrtTensor[] Outputs { get; }

    /// <summary>The outputs that nobody is given, because they only change a state.</summary>
    public NrtTensor[] Hidden { get; }

    public SubgraphSignature Signature { get; }

    /// <summary>For an output that shares the memory of a state, by its name: which of <see cref="States"/>.</summary>
    public IReadOnlyDictionary<string, int> StateOfOutput { get; }

    /// <summary>The device memory of one set of all tensors.</summary>
    public long Bytes => Inputs.Sum(tensor => tensor.Bytes) + States.Sum(tensor => tensor.Bytes)
        + Outputs.Where(tensor => !StateOfOutput.ContainsKey(tensor.Name)).Sum(tensor => tensor.Bytes);

    /// <summary>Brings together what the library and the file say.</summary>
    /// <param name="loaded">What the library says; null when it does not.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="FormatException">They contradict each other, or neither says enough; the message has both.</exception>
    public static NrtSignature Of(NrtTensorInfo[]? loaded, SubgraphFile file)
    {
        if (loaded is null && file.Signature is null)
        {
            throw new FormatException("neither this libnrt nor the file says what its inputs and outputs are");
        }

        ImmutableArray<TensorSpec>? inputs = file.Signature is { } given ? [.. given.Inputs, .. file.States.Select(state => state.Input)] : null;
        ImmutableArray<TensorSpec>? outputs = file.Signature is { } answer ? [.. answer.Outputs, .. file.Updates.Where(update => !update.IsGiven).Select(update => update.Output)] : null;
        var allInputs = Of("input", loaded?.Where(info => !info.IsOutput).ToArray(), inputs);
        var allOutputs = Of("output", loaded?.Where(info => info.IsOutput).ToArray(), outputs);
        var hidden = file.Updates.Count(update => !update.IsGiven);
        RefuseLarge("input", allInputs[..^file.States.Length]);
        RefuseLarge("output", allOutputs[..^hidden]);
        return new NrtSignature(
            allInputs[..^file.States.Length], allInputs[^file.States.Length..], allOutputs[..^hidden], allOutputs[^hidden..], file.Updates);
    }

    private static NrtTensor[] Of(string role, NrtTensorInfo[]? loaded, ImmutableArray<TensorSpec>? file) =>
        file is not { } specs ? [.. loaded!.Select(Guess)]
        : loaded is null ? [.. specs.Select(spec => Alone(role, spec))]
        : Join(role, loaded, specs);

    // A state may be larger: it goes to the device in pieces.
    private static void RefuseLarge(string role, NrtTensor[] tensors)
    {
        if (tensors.FirstOrDefault(tensor => tensor.Bytes > Array.MaxLength) is { Name: { } name } large)
        {
            throw new FormatException($"its {role} '{name}' has {large.Bytes} bytes, which is more than an array can hold ({Array.MaxLength})");
        }
    }

    private static NrtTensor[] Join(string role, NrtTensorInfo[] loaded, ImmutableArray<TensorSpec> specs)
    {
        if (!loaded.Select(info => info.Name).Order(StringComparer.Ordinal).SequenceEqual(specs.Select(spec => spec.Name).Order(StringComparer.Ordinal)))
        {
            throw new FormatException($"its {role}s are {Names(specs.Select(spec => spec.Name))} by the file, and {Names(loaded.Select(info => info.Name))} once it is loaded");
        }

        return [.. specs.Select(spec => Sized(role, spec, loaded.First(info => string.Equals(info.Name, spec.Name, StringComparison.Ordinal)).Bytes))];
    }

    private static NrtTensor Guess(NrtTensorInfo info)
    {
        var elements = 1L;
        foreach (var dimension in info.Shape) elements = Math.Min(elements * dimension, int.MaxValue + 1L);
        return NrtElementTypes.Of(info.TypeNumber, info.Bytes, elements) is { } type
            ? new NrtTensor(info.Name, info.Bytes, new TensorSpec(info.Name, type, new TensorShape(info.Shape)))
            : new NrtTensor(info.Name, info.Bytes, new TensorSpec(info.Name, ElementType.UInt8, new TensorShape(info.Bytes)));
    }

    private static NrtTensor Alone(string role, TensorSpec spec)
    {
        if (!spec.Shape.IsFixed) throw new FormatException($"its {role} {spec} has an open dimension, and this libnrt does not say its size");
        return Sized(role, spec, spec.Shape.ElementCount * spec.ElementType.Size());
    }

    private static NrtTensor Sized(string role, TensorSpec spec, long bytes)
    {
        if (spec.ElementType == ElementType.Bytes) throw new FormatException($"its {role} {spec} holds strings, which no NeuronCore takes");

        var shape = Close(spec, bytes);
        return shape is { IsFixed: true } && shape.Value.ElementCount * spec.ElementType.Size() == bytes
            ? new NrtTensor(spec.Name, bytes, spec with { Shape = shape.Value, DimensionNames = [] })
            : throw new FormatException($"its {role} {spec} by the file has {bytes} bytes once it is loaded");
    }

    // A NEFF is compiled for fixed shapes. Where the file leaves one dimension open (a batch), the size says what it is.
    private static TensorShape? Close(TensorSpec spec, long bytes)
    {
        if (spec.Shape.IsFixed) return spec.Shape;

        var rest = (long)spec.ElementType.Size();
        foreach (var dimension in spec.Shape.Dimensions) rest = dimension == TensorShape.Dynamic ? rest : rest * dimension;
        if (spec.Shape.Dimensions.Count(dimension => dimension == TensorShape.Dynamic) != 1 || rest == 0 || bytes % rest != 0) return null;

        long[] closed = [.. spec.Shape.Dimensions.Select(dimension => dimension == TensorShape.Dynamic ? bytes / rest : dimension)];
        return new TensorShape(closed);
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
