namespace NeuronActors.Node.Rest.Infer;

/// <summary>An inference as a client asks for it over REST.</summary>
internal sealed record InferCall
{
    /// <summary>Comes back in the answer; null when the client gave none.</summary>
    public string? Id { get; init; }

    public ImmutableArray<NamedTensor> Inputs { get; init; } = [];

    /// <summary>The outputs that are wanted; empty means all.</summary>
    public ImmutableArray<OutputForm> Outputs { get; init; } = [];

    /// <summary>Whether outputs that do not say otherwise come as bytes behind the JSON.</summary>
    public bool BinaryByDefault { get; init; }

    public InferPriority Priority { get; init; }

    /// <summary>How long the client waits; null when it did not say.</summary>
    public TimeSpan? Timeout { get; init; }

    public ImmutableArray<string> OutputNames => Outputs.IsEmpty ? [] : [.. Outputs.Select(output => output.Name)];

    /// <summary>Whether an output is to come as bytes.</summary>
    public bool IsBinary(string output)
    {
        foreach (var form in Outputs)
        {
            if (string.Equals(form.Name, output, StringComparison.Ordinal)) return form.IsBinary ?? BinaryByDefault;
        }

        return BinaryByDefault;
    }
}
