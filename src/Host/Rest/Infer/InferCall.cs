using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>An inference as a client asks for it over REST; filled while its JSON is read.</summary>
internal sealed class InferCall : IOutputForm
{
    /// <summary>Comes back in the answer; null when the client gave none.</summary>
    public string? Id { get; set; }

    public ImmutableArray<NamedTensor> Inputs { get; set; } = [];

    /// <summary>The outputs that are wanted; empty means all.</summary>
    public ImmutableArray<OutputForm> Outputs { get; set; } = [];

    /// <summary>Whether outputs that do not say otherwise come as bytes behind the JSON.</summary>
    public bool BinaryByDefault { get; set; }

    public InferPriority Priority { get; set; }

    /// <summary>How long the client waits; null when it did not say.</summary>
    public TimeSpan? Timeout { get; set; }

    public ImmutableArray<string> OutputNames => Outputs.IsEmpty ? [] : [.. Outputs.Select(output => output.Name)];

    /// <summary>Refuses what could not be written after its execution, before anything is executed.</summary>
    /// <exception cref="ServingException">An output that JSON cannot carry is to come in JSON.</exception>
    public void CheckForms(SubgraphSignature signature)
    {
        foreach (var output in signature.Outputs)
        {
            if (output.ElementType is not (ElementType.Float16 or ElementType.BFloat16) || IsBinary(output.Name) || !IsWanted(output.Name)) continue;

            throw new ServingException(ServingError.Invalid($"Output '{output.Name}' {TensorJsonWriter.NoJson(output.ElementType)}"));
        }
    }

    /// <inheritdoc/>
    public ServingError? FlawOf(ImmutableArray<NamedTensor> outputs)
    {
        foreach (var (name, tensor) in outputs)
        {
            if (!IsBinary(name) && TensorJsonWriter.FlawOf(tensor) is { } flaw) return ServingError.Invalid($"Output '{name}' {flaw}");
        }

        return null;
    }

    /// <summary>Whether an output is to come as bytes.</summary>
    public bool IsBinary(string output)
    {
        foreach (var form in Outputs)
        {
            if (string.Equals(form.Name, output, StringComparison.Ordinal)) return form.IsBinary ?? BinaryByDefault;
        }

        return BinaryByDefault;
    }

    private bool IsWanted(string output)
    {
        if (Outputs.IsEmpty) return true;

        foreach (var form in Outputs)
        {
            if (string.Equals(form.Name, output, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
